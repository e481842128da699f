import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTests } from '@/models/experiments/files-node';
import { type ExperimentPlan, parsePlan, plannedRuns } from '@/models/experiments/plan';
import { planState } from '@/models/experiments/plan-report-node';
import { runPlan } from '@/models/experiments/run-plan-node';
import { startNodeBackend } from '@/models/runtime/backend-node';
import { buildKernels } from '@/models/training/build-kernels.mjs';
import type { TrainingSet } from '@/models/training/training-set';
import { drawnSet } from '../training/drawn-faces';

const plan = parsePlan(
  {
    id: 'tiny',
    title: 'Tiny',
    about: 'two losses',
    sets: {
      drawn: { path: 'drawn', kind: 'synthetic', licence: 'MIT', test: { count: 3 } },
      other: { path: 'other', kind: 'synthetic', licence: 'MIT', test: { share: 1 } },
    },
    seeds: [1],
    config: { architecture: 'shallow', steps: 3, batch: 4, workers: 1, validateEvery: 3 },
    runs: [
      { id: 'mse', title: 'MSE', images: { drawn: 8 }, config: { loss: { kind: 'mse' } } },
      {
        id: 'few',
        title: 'L2, few images',
        images: { drawn: 8 },
        limits: { drawn: 2 },
        config: { loss: { kind: 'l2' } },
      },
    ],
  },
  'tiny.json',
);

/** `other` begins with faces that `drawn` trains on: those must not be measured. */
const sets: Record<string, TrainingSet> = { drawn: drawnSet(9), other: { ...drawnSet(12), name: 'other' } };
let folder = '';

beforeAll(async () => {
  await buildKernels({ ifStale: true });
  await startNodeBackend();
  folder = await mkdtemp(path.join(tmpdir(), 'experiment-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function perform({ of = plan, seed }: { of?: ExperimentPlan; seed?: number } = {}): Promise<string[]> {
  const trained: string[] = [];
  await runPlan(of, {
    sets: { open: async (name) => sets[name] },
    workFolder: path.join(folder, 'work'),
    resultsFolder: path.join(folder, 'results'),
    parallel: 2,
    seed,
    commit: null,
    signal: new AbortController().signal,
    onProgress: () => {},
    onDone: ({ id }) => trained.push(id),
  });
  return trained.sort();
}

describe('performing a plan', () => {
  it('trains every run once, measures all on the same unseen images, and repeats nothing', async () => {
    expect(await perform()).toEqual(['few-s1', 'mse-s1']);
    expect((await readdir(path.join(folder, 'results'))).sort()).toEqual(['few-s1.json', 'mse-s1.json', 'tests.json']);
    expect(await readdir(path.join(folder, 'work'))).toEqual([]);
    expect(await perform()).toEqual([]);

    const tests = await readTests(path.join(folder, 'results'));
    // nine of the twelve are faces of `drawn`; those of them held out there are no training faces
    expect(tests?.sets.drawn.images).toHaveLength(3);
    expect(tests?.sets.other.images).toHaveLength(6);

    const { done, total, summary, report } = await planState(plan, path.join(folder, 'results'));
    expect([done, total]).toEqual([2, 2]);
    expect(summary?.runs.map(({ run, parameters }) => [run, parameters])).toEqual([
      ['mse', 201_853],
      ['few', 201_853],
    ]);
    const [{ tests: measured }] = summary?.runs ?? [];
    expect(measured.drawn.images).toBe(3);
    expect(measured.drawn.me).toBeGreaterThan(0);
    expect(report?.tables[0].rows).toHaveLength(3);
  }, 120_000);

  it('performs the runs of one seed when asked, measured on the same images', async () => {
    const of = { ...plan, seeds: [1, 2] };
    const results = path.join(folder, 'results');
    const before = await readTests(results);
    expect(await perform({ of, seed: 2 })).toEqual(['few-s2', 'mse-s2']);
    expect(await readTests(results)).toEqual(before);
    await expect(perform({ of, seed: 3 })).rejects.toThrow('tiny: expected one of the seeds 1, 2, found 3');
  }, 120_000);

  it('makes a run anew when its settings have changed', async () => {
    const changed = { ...plan, config: { ...plan.config, steps: 4 } };
    expect(plannedRuns(changed)[0].config).not.toEqual(plannedRuns(plan)[0].config);
    const { done } = await planState(changed, path.join(folder, 'results'));
    expect(done).toBe(0);
  });
});
