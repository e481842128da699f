import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type TrainingConfig, type TrainingProgress, trainingConfigSchema } from '@/lib/contracts/training-config';
import type { TrainingState } from '@/lib/contracts/training-run';
import { ibugPts } from '@/lib/datasets/formats/ibug-pts';
import { memorySource } from '@/lib/datasets/memory-source';
import { lockFolder } from '@/lib/folder-lock-node';
import { database } from '@/lib/server/database';
import { importDataset } from '@/lib/server/import-dataset';
import { cancelJob, listJobs } from '@/lib/server/jobs';
import { trainingDir } from '@/lib/server/training-folder';
import type { TrainingOutcome } from '@/lib/server/training-outcome';
import {
  deleteTraining,
  enqueueTraining,
  finishTrainingEarly,
  resumeInterruptedTraining,
  resumeTraining,
  stopTraining,
} from '@/lib/server/training-queue';
import { findRun, listRuns, onTraining } from '@/lib/server/training-runs';
import { plainPng } from '@/tests/fixtures/faces/images';
import { ptsText } from '@/tests/fixtures/ibug-pts/pts-text';
import { freshWorkbench } from './workbench';

/** A process that does what a test says: the queue knows no more of the real one. */
interface FakeProcess {
  readonly configFile: string;
  readonly asked: string[];
  progress(change: Partial<TrainingProgress>): void;
  end(outcome: TrainingOutcome): void;
}
const started = vi.hoisted(() => [] as unknown[]) as FakeProcess[];
vi.mock('@/lib/server/training-process', () => ({
  startTrainingProcess(configFile: string, onProgress: (progress: TrainingProgress) => void) {
    let end: FakeProcess['end'] = () => {};
    const ended = new Promise<TrainingOutcome>((resolve) => {
      end = resolve;
    });
    const asked: string[] = [];
    started.push({
      configFile,
      asked,
      end,
      progress: (change) =>
        onProgress({
          step: 1,
          steps: 100,
          epoch: 0.5,
          imagesPerSecond: 80,
          secondsLeft: 9,
          learningRate: 1e-3,
          losses: { landmarks: 1, depth: 0, confidence: 0 },
          validation: null,
          curvePoints: 1,
          ...change,
        }),
    });
    return { stop: () => asked.push('stop'), finishEarly: () => asked.push('finish'), ended };
  },
}));

freshWorkbench();

/** Patient: the machine may have other work. */
const until = <T>(holds: () => T | Promise<T>) => vi.waitFor(holds, { timeout: 20_000 });

const config = (model: string, change: object = {}): TrainingConfig =>
  trainingConfigSchema.parse({
    model,
    title: `Run ${model}`,
    architecture: 'shallow',
    steps: 100,
    data: [{ dataset: 'faces', validation: { split: 'val' } }],
    ...change,
  });

const state = (id: string, wanted: TrainingState) =>
  until(async () => {
    const run = await findRun(id);
    expect(run?.state).toBe(wanted);
    expect(run?.isEnding).toBe(false);
    return run!;
  });

/** The process of the run, once the queue has started one more than there were. */
const process = (count: number) =>
  until(() => {
    expect(started).toHaveLength(count);
    return started[count - 1];
  });

beforeAll(async () => {
  const files = new Map<string, Uint8Array | string>();
  for (const name of ['train/a', 'train/b', 'val/c']) {
    files.set(`${name}.png`, await plainPng(90));
    const rows = Object.fromEntries(Array.from({ length: 68 }, (_, k) => [k, `${80 + 2 * k} ${90 + ((7 * k) % 68)}`]));
    files.set(`${name}.pts`, ptsText({ rows }));
  }
  await importDataset({ source: memorySource(files), format: ibugPts, dataset: 'faces', kind: 'real' });
  await importDataset({
    source: memorySource(new Map([['photo.png', await plainPng(40)]])),
    format: ibugPts,
    dataset: 'unlabelled',
    kind: 'real',
  });
});

beforeEach(() => {
  started.length = 0;
  vi.spyOn(console, 'error').mockImplementation(() => {});
});

describe('the training queue', () => {
  it('runs one after the other, in the order they came', async () => {
    const seen: string[] = [];
    const off = onTraining(({ id, state: now }) => seen.push(`${id} ${now}`));
    await enqueueTraining(config('one'));
    const first = await process(1);
    expect(first.configFile).toBe(`${trainingDir('one')}/config.json`);
    await enqueueTraining(config('two'));
    await enqueueTraining(config('three'));
    expect((await findRun('two'))?.state).toBe('queued');
    first.progress({ step: 40 });
    expect(await findRun('one')).toMatchObject({ state: 'running', step: 40, live: { steps: 100, curvePoints: 1 } });
    expect(await listJobs()).toContainEqual(
      expect.objectContaining({ kind: 'train', title: 'Train Run one', done: 40, total: 100, state: 'running' }),
    );
    first.end({ kind: 'done', step: 100, imagesPerSecond: 77 });
    expect(await state('one', 'done')).toMatchObject({ step: 100, secondsLeft: null, live: null });
    (await process(2)).end({
      kind: 'failed',
      reason: 'training: step 3: expected finite numbers, found a loss of NaN',
    });
    expect((await state('two', 'failed')).message).toMatch(/^training: step 3/);
    (await process(3)).end({ kind: 'done', step: 100, imagesPerSecond: 70 });
    await state('three', 'done');
    off();
    expect(seen.filter((line, i) => line !== seen[i - 1])).toEqual([
      ...['one queued', 'one running', 'two queued', 'three queued', 'one running', 'one done'],
      ...['two running', 'two failed', 'three running', 'three done'],
    ]);
    expect((await listRuns()).map(({ id }) => id)).toEqual(['three', 'two', 'one']);
  });

  it('stops a run with its checkpoint, lets the next start, and resumes', async () => {
    await enqueueTraining(config('pause'));
    const first = await process(1);
    first.progress({ step: 30 });
    expect(await stopTraining('pause')).toMatchObject({ state: 'stopped', isEnding: true });
    expect(first.asked).toContain('stop');
    await enqueueTraining(config('next'));
    expect(started).toHaveLength(1); // its process is not gone yet
    await expect(deleteTraining('pause')).rejects.toMatchObject({ status: 409 });
    first.end({ kind: 'stopped', step: 31 });
    expect(await state('pause', 'stopped')).toMatchObject({ step: 31 });
    (await process(2)).end({ kind: 'done', step: 100, imagesPerSecond: 70 });
    await state('next', 'done');
    await resumeTraining('pause');
    (await process(3)).end({ kind: 'done', step: 100, imagesPerSecond: 70 });
    await state('pause', 'done');
    await expect(resumeTraining('pause')).rejects.toMatchObject({
      status: 409,
      message: 'Run pause: expected a run that was stopped or failed, found one that is done',
    });
  });

  it('takes a run out that has not begun', async () => {
    await enqueueTraining(config('begun'));
    await process(1);
    await enqueueTraining(config('waits'));
    await stopTraining('waits');
    started[0].end({ kind: 'done', step: 100, imagesPerSecond: 70 });
    await state('begun', 'done');
    expect((await findRun('waits'))?.state).toBe('stopped');
    expect(started).toHaveLength(1);
  });

  it('does not begin a run that was stopped before it was known to be at work', async () => {
    let stopped: Promise<unknown> | null = null;
    const off = onTraining(({ id, state: now }) => {
      if (id !== 'hasty' || now !== 'running') return;
      stopped ??= database().trainingRun.update({ where: { id }, data: { state: 'stopped' } });
    });
    await enqueueTraining(config('hasty'));
    await until(() => expect(stopped).not.toBeNull());
    await stopped;
    off();
    await enqueueTraining(config('after'));
    const next = await process(1);
    expect(next.configFile).toContain('after');
    expect((await findRun('hasty'))?.state).toBe('stopped');
    next.end({ kind: 'done', step: 100, imagesPerSecond: 70 });
    await state('after', 'done');
  });

  it('stops from the list of jobs too', async () => {
    await enqueueTraining(config('listed'));
    const only = await process(1);
    const job = (await listJobs()).find(({ title, state: now }) => title === 'Train Run listed' && now === 'running');
    await cancelJob(job!.id);
    await until(() => expect(only.asked).toContain('stop'));
    only.end({ kind: 'stopped', step: 5 });
    await state('listed', 'stopped');
    await until(async () => expect((await listJobs()).find(({ id }) => id === job!.id)?.state).toBe('cancelled'));
  });

  it('brings a run to an early end', async () => {
    await enqueueTraining(config('early'));
    const only = await process(1);
    await expect(finishTrainingEarly('early')).rejects.toMatchObject({ status: 409 });
    only.progress({ step: 10 });
    expect((await finishTrainingEarly('early')).live?.isFinishing).toBe(true);
    expect(only.asked).toEqual(['finish']);
    only.progress({ step: 11, steps: 20 });
    expect((await findRun('early'))?.live).toMatchObject({ steps: 20, isFinishing: true });
    only.end({ kind: 'done', step: 20, imagesPerSecond: 70 });
    await state('early', 'done');
  });

  it('goes on by itself with what a killed server left, before all others', async () => {
    await database().trainingRun.createMany({
      data: [
        { ...row('left'), state: 'running', queuedAt: new Date(1) },
        { ...row('waited'), state: 'queued', queuedAt: new Date(2) },
      ],
    });
    await database().job.create({ data: { id: 'old', kind: 'train', title: 'Train left', state: 'running' } });
    await resumeInterruptedTraining();
    const first = await process(1);
    expect(first.configFile).toContain('left');
    expect((await listJobs()).some(({ id }) => id === 'old')).toBe(false);
    first.end({ kind: 'done', step: 100, imagesPerSecond: 70 });
    (await process(2)).end({ kind: 'done', step: 100, imagesPerSecond: 70 });
    await state('waited', 'done');
  });

  it('waits for a process that still works in the folder', async () => {
    const unlock = await lockFolder(trainingDir('held'));
    await enqueueTraining(config('held'));
    await until(async () =>
      expect((await findRun('held'))?.message).toBe(
        `waits until process ${globalThis.process.pid}, which works in its folder, has ended`,
      ),
    );
    expect(started).toHaveLength(0);
    unlock();
    (await process(1)).end({ kind: 'done', step: 100, imagesPerSecond: 70 });
    await state('held', 'done');
  });

  it('begins again from nothing where that is wanted', async () => {
    await enqueueTraining(config('again'));
    (await process(1)).end({ kind: 'failed', reason: 'training: checkpoint: seed: expected 7, found 1' });
    await state('again', 'failed');
    await writeFile(`${trainingDir('again')}/checkpoint.bin`, 'old');
    await resumeTraining('again', { fromStart: true });
    (await process(2)).end({ kind: 'done', step: 100, imagesPerSecond: 70 });
    await state('again', 'done');
    expect(await readdir(trainingDir('again'))).toEqual(['config.json']);
  });

  it('forgets a run with its files', async () => {
    await enqueueTraining(config('gone'));
    (await process(1)).end({ kind: 'done', step: 100, imagesPerSecond: 70 });
    await state('gone', 'done');
    await deleteTraining('gone');
    expect(await findRun('gone')).toBeNull();
    await expect(readdir(trainingDir('gone'))).rejects.toThrow('ENOENT');
    await expect(deleteTraining('gone')).rejects.toMatchObject({ status: 404 });
  });
});

const row = (id: string) => ({ id, title: id, config: JSON.stringify(config(id)) });

describe('a run that cannot start is refused at its field', () => {
  const refused = (change: object, model = 'refused') =>
    enqueueTraining(config(model, change)).then(
      () => null,
      ({ status, message, details }) => [status, details.field, message],
    );

  it('when its name is taken by a run, a model or a checkpoint', async () => {
    await enqueueTraining(config('twin'));
    (await process(1)).end({ kind: 'done', step: 100, imagesPerSecond: 70 });
    await state('twin', 'done');
    expect(await refused({}, 'twin')).toEqual([
      ...[409, 'model', 'model: a training run is called twin already; choose another name'],
    ]);
    expect(await refused({}, 'facemesh-68')).toEqual([
      ...[409, 'model', 'model: a model is called facemesh-68 already; choose another name'],
    ]);
    await mkdir(trainingDir('by-hand'), { recursive: true });
    await writeFile(`${trainingDir('by-hand')}/checkpoint.bin`, '');
    expect(await refused({}, 'by-hand')).toEqual([
      ...[409, 'model', 'model: the command line has left a checkpoint of by-hand; choose another name'],
    ]);
  });

  it('when a set is unknown, has no labels, or has an empty split', async () => {
    expect(await refused({ data: [{ dataset: 'nobody' }] })).toEqual([
      ...[422, 'data.0.dataset', 'data.0.dataset: expected a dataset of the workbench, found nobody'],
    ]);
    expect(await refused({ data: [{ dataset: 'faces' }, { dataset: 'unlabelled' }] })).toEqual([
      ...[422, 'data.1.splits', 'data.1.splits: unlabelled: expected labelled images, found none'],
    ]);
    expect(await refused({ data: [{ dataset: 'faces', validation: { split: 'test' } }] })).toEqual([
      ...[422, 'data.0.validation', 'data.0.validation: faces: expected images in split test, found none'],
    ]);
  });

  it('when a model it names is unknown, or sees other crops', async () => {
    expect(await refused({ startFrom: 'nobody' })).toEqual([
      ...[422, 'startFrom', 'startFrom: expected a model with the id of one of the workbench, found nobody'],
    ]);
    expect(await refused({ margin: 1.8, teacher: { model: 'facemesh-68', share: 0.5 } })).toEqual([
      ...[
        422,
        'teacher.model',
        'teacher.model: expected a model with square crops of 1.8 × the face, found facemesh-68',
      ],
    ]);
  });
});
