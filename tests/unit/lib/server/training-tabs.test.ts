import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { trainingConfigSchema } from '@/lib/contracts/training-config';
import { ibugPts } from '@/lib/datasets/formats/ibug-pts';
import { memorySource } from '@/lib/datasets/memory-source';
import { folderHolder } from '@/lib/folder-lock-node';
import { importDataset } from '@/lib/server/import-dataset';
import { trainingDir } from '@/lib/server/training-folder';
import type { RunProgress } from '@/lib/server/training-progress';
import {
  deleteTraining,
  finishTrainingEarly,
  resumeInterruptedTraining,
  resumeTraining,
  stopTraining,
} from '@/lib/server/training-queue';
import { findRun, measuredSpeeds } from '@/lib/server/training-runs';
import { createInTab, endInTab, hearTab, startInTab } from '@/lib/server/training-tabs';
import { plainPng } from '@/tests/fixtures/faces/images';
import { ptsText } from '@/tests/fixtures/ibug-pts/pts-text';
import { freshWorkbench } from './workbench';

const started = vi.hoisted(() => [] as string[]);
vi.mock('@/lib/server/training-process', () => ({
  startTrainingProcess(configFile: string) {
    started.push(configFile);
    return { stop() {}, finishEarly() {}, ended: new Promise(() => {}) };
  },
}));

freshWorkbench();

const GPU = 'Test GPU';
const config = (model: string, change: object = {}) =>
  trainingConfigSchema.parse({
    model,
    title: `Run ${model}`,
    architecture: 'shallow',
    steps: 100,
    workers: 1,
    data: [{ dataset: 'faces', validation: { split: 'val' } }],
    ...change,
  });

const PROGRESS: RunProgress = {
  step: 40,
  steps: 100,
  epoch: 2,
  imagesPerSecond: 300,
  secondsLeft: 9,
  learningRate: 1e-3,
  losses: { landmarks: 1, depth: 0, confidence: 0 },
  validation: null,
  curvePoints: 3,
};
const STOPPED = { ended: 'stopped', step: 41, imagesPerSecond: 310, reason: '' } as const;

/** A run that a tab has, and the tab's session. */
async function inTab(id: string): Promise<string> {
  const session = randomUUID();
  await createInTab({ config: config(id), session, gpu: GPU });
  return session;
}

beforeAll(async () => {
  const files = new Map<string, Uint8Array | string>();
  for (const name of ['train/a', 'train/b', 'val/c']) {
    files.set(`${name}.png`, await plainPng(90));
    const rows = Object.fromEntries(Array.from({ length: 68 }, (_, k) => [k, `${80 + 2 * k} ${90 + ((7 * k) % 68)}`]));
    files.set(`${name}.pts`, ptsText({ rows }));
  }
  await importDataset({ source: memorySource(files), format: ibugPts, dataset: 'faces', kind: 'real' });
});
beforeEach(() => {
  started.length = 0;
});
afterEach(() => vi.useRealTimers());

describe('a run in a tab', () => {
  it('is running at once, beside the queue, and shows what the tab tells', async () => {
    const session = await inTab('told');
    expect(await findRun('told')).toMatchObject({ state: 'running', gpu: GPU, live: null });
    expect(await hearTab('told', session, null)).toEqual({ wish: null });
    await hearTab('told', session, PROGRESS);
    expect(await findRun('told')).toMatchObject({
      step: 40,
      imagesPerSecond: 300,
      live: { steps: 100, curvePoints: 3 },
    });
    expect(started).toEqual([]);
    // the command line keeps out of its folder
    expect((await folderHolder(trainingDir('told')))?.pid).toBe(process.pid);
    await expect(deleteTraining('told')).rejects.toMatchObject({ status: 409 });
    expect(await endInTab('told', session, { ...STOPPED, ended: 'done', step: 100 })).toMatchObject({
      state: 'done',
      step: 100,
      imagesPerSecond: 310,
      gpu: GPU,
      live: null,
    });
    expect(await folderHolder(trainingDir('told'))).toBeNull();
  });

  it('hears that it is to stop or to finish with the answer to what it tells', async () => {
    const session = await inTab('wishes');
    await expect(finishTrainingEarly('wishes')).rejects.toMatchObject({ status: 409 }); // it still reads its images
    await hearTab('wishes', session, PROGRESS);
    expect((await finishTrainingEarly('wishes')).live?.isFinishing).toBe(true);
    expect(await hearTab('wishes', session, PROGRESS)).toEqual({ wish: 'finish' });
    expect(await stopTraining('wishes')).toMatchObject({ state: 'stopped', isEnding: true });
    expect(await hearTab('wishes', session, PROGRESS)).toEqual({ wish: 'stop' });
    expect(await endInTab('wishes', session, STOPPED)).toMatchObject({
      state: 'stopped',
      message: '',
      isEnding: false,
    });
  });

  it('belongs to one session: another is refused, and so is what the old one says later', async () => {
    const first = await inTab('mine');
    await expect(startInTab('mine', { session: randomUUID(), gpu: GPU })).rejects.toMatchObject({ status: 409 });
    await endInTab('mine', first, STOPPED);
    const second = randomUUID();
    expect(await startInTab('mine', { session: second, gpu: 'Other GPU' })).toMatchObject({
      state: 'running',
      step: 41,
      gpu: 'Other GPU',
    });
    await expect(hearTab('mine', first, PROGRESS)).rejects.toThrow('Run mine: this tab has the run no more');
    await endInTab('mine', second, { ...STOPPED, ended: 'failed', reason: 'training: the GPU was lost' });
    expect(await findRun('mine')).toMatchObject({ state: 'failed', message: 'training: the GPU was lost' });
  });

  it('waits at its checkpoint once nothing was heard of its tab for a minute and a half', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const session = await inTab('silent');
    vi.advanceTimersByTime(89_000);
    await hearTab('silent', session, PROGRESS);
    vi.advanceTimersByTime(89_000);
    expect((await findRun('silent'))?.state).toBe('running');
    vi.advanceTimersByTime(2000);
    vi.useRealTimers();
    await vi.waitFor(async () =>
      expect(await findRun('silent')).toMatchObject({
        state: 'stopped',
        step: 40,
        message: expect.stringContaining('its tab was closed'),
      }),
    );
    await expect(hearTab('silent', session, PROGRESS)).rejects.toMatchObject({ status: 409 });
  });

  it('goes on beside the server from there, and counts as its own again', async () => {
    await endInTab('moves', await inTab('moves'), STOPPED);
    expect(await findRun('moves')).toMatchObject({ state: 'stopped', gpu: GPU });
    expect(await resumeTraining('moves')).toMatchObject({ gpu: null });
    await vi.waitFor(() => expect(started).toEqual([`${trainingDir('moves')}/config.json`]));
  });

  it('stays the tab’s when the server is started again', async () => {
    const session = await inTab('survives');
    // as a new process finds it
    const sessions = (globalThis as unknown as { workbenchTabs: Map<string, { unlock: () => void }> }).workbenchTabs;
    sessions.get('survives')?.unlock();
    sessions.clear();
    await resumeInterruptedTraining();
    expect(await hearTab('survives', session, PROGRESS)).toEqual({ wish: null });
    expect(await findRun('survives')).toMatchObject({ state: 'running', step: 40 });
    await endInTab('survives', session, STOPPED);
  });

  it('has a speed of its own, for the next estimate', async () => {
    await endInTab('quick', await inTab('quick'), { ...STOPPED, ended: 'done', step: 100, imagesPerSecond: 444 });
    expect(await measuredSpeeds()).toMatchObject({
      speed: null,
      gpuSpeed: { imagesPerSecond: 444, gpu: GPU, architecture: 'shallow', workers: 1 },
    });
  });

  it('leaves its folder free when its settings cannot be written', async () => {
    await endInTab('full', await inTab('full'), STOPPED);
    const file = `${trainingDir('full')}/config.json`;
    await rm(file);
    await mkdir(file); // as little to be written as a full disk
    const again = () => startInTab('full', { session: randomUUID(), gpu: GPU });
    await expect(again()).rejects.toThrow('EISDIR');
    expect(await folderHolder(trainingDir('full'))).toBeNull();
    await rm(file, { recursive: true });
    expect(await again()).toMatchObject({ state: 'running' });
  });

  it('is refused with several workers, and at the field that is wrong', async () => {
    const refused = (change: object) =>
      createInTab({ config: config('refused', change), session: randomUUID(), gpu: GPU }).then(
        () => null,
        ({ status, details }) => [status, details.field],
      );
    expect(await refused({ workers: 2 })).toEqual([422, 'workers']);
    expect(await refused({ data: [{ dataset: 'nobody' }] })).toEqual([422, 'data.0.dataset']);
    expect(await findRun('refused')).toBeNull();
  });
});
