import { bootstrapIntervals, pairedBootstrap } from '@/lib/metrics/bootstrap';
import type { Interval } from '@/lib/metrics/share-interval';
import { mean, standardDeviation } from '@/lib/metrics/statistics';
import { successRate } from '@/lib/metrics/totals';
import type { ExperimentPlan } from './plan';
import type { RunResult, TestImages, TestResult } from './results';

/** One kind of run on one test set, over its seeds. Errors in reference-crop px. */
export interface TestSummary {
  readonly images: number;
  /** mean over seeds */
  readonly me: number;
  /** 95 %, images redrawn, each image's error the mean over seeds */
  readonly interval: Interval;
  /** population standard deviation over images, mean over seeds */
  readonly std: number;
  /** ME of each seed, in the order of `seeds` */
  readonly seedMes: readonly number[];
  /** the same mean without the jaw */
  readonly inner: number;
  /** shares strictly below, mean over seeds */
  readonly sr20: number;
  readonly sr10: number;
  /** percent */
  readonly nme: number;
}

export interface RunSummary {
  readonly run: string;
  readonly title: string;
  readonly seeds: readonly number[];
  readonly parameters: number;
  readonly weightBytes: number;
  /** by test set; `all` pools nothing: sets differ too much for one mean */
  readonly tests: Readonly<Record<string, TestSummary>>;
}

export interface PlanSummary {
  readonly plan: ExperimentPlan;
  readonly steps: number;
  readonly batch: number;
  readonly commits: readonly string[];
  /** of all trainings together, as they were run */
  readonly trainingSeconds: number;
  readonly runs: readonly RunSummary[];
  /** what a constant mean face does */
  readonly meanShape: Readonly<Record<string, TestSummary>>;
}

/** Means over seeds and intervals over images. @throws RangeError when some run has no result yet */
export async function summarise(
  plan: ExperimentPlan,
  results: readonly RunResult[],
  tests: TestImages,
): Promise<PlanSummary> {
  const runs: RunSummary[] = [];
  for (const { id, title } of plan.runs) {
    const mine = results.filter(({ run }) => run === id);
    if (mine.length === 0) throw new RangeError(`${plan.id}: ${id}: expected results, found none`);
    const [{ parameters, weightBytes }] = mine;
    const sets: Record<string, TestSummary> = {};
    for (const set of Object.keys(tests.sets)) sets[set] = await summariseTest(mine.map((result) => result.tests[set]));
    runs.push({ run: id, title, seeds: mine.map(({ seed }) => seed), parameters, weightBytes, tests: sets });
  }
  const meanShape: Record<string, TestSummary> = {};
  for (const [set, baseline] of Object.entries(tests.sets)) meanShape[set] = await summariseTest([baseline.meanShape]);
  const [{ config, steps }] = results;
  return {
    plan,
    steps,
    batch: Number(config.batch),
    commits: [...new Set(results.flatMap(({ commit }) => commit ?? []))],
    trainingSeconds: results.reduce((sum, { seconds }) => sum + seconds, 0),
    runs,
    meanShape,
  };
}

async function summariseTest(seeds: readonly TestResult[]): Promise<TestSummary> {
  const errors = overSeeds(seeds, 'error');
  const { means } = await bootstrapIntervals([errors]);
  const seedMes = seeds.map(({ error }) => mean(error));
  const share = (threshold: number) => mean(seeds.map(({ error }) => successRate(error, threshold)));
  return {
    images: errors.length,
    me: mean(seedMes),
    interval: means[0],
    std: mean(seeds.map(({ error }) => standardDeviation(error))),
    seedMes,
    inner: mean(seeds.map(({ inner }) => mean(inner))),
    sr20: share(20),
    sr10: share(10),
    nme: mean(seeds.map(({ nme }) => mean(nme))),
  };
}

/** Each image's mean over the seeds. */
const overSeeds = (seeds: readonly TestResult[], what: keyof TestResult): number[] =>
  seeds[0][what].map((_, i) => mean(seeds.map((seed) => seed[what][i])));

export interface Comparison {
  /** ME of b − ME of a, px */
  readonly difference: number;
  readonly interval: Interval;
  /** whether every seed says the same as the mean */
  readonly seedsAgree: boolean;
  /** the interval leaves zero out and the seeds agree */
  readonly isBeyondNoise: boolean;
}

/** Paired over images, each image's error the mean over seeds; seeds are compared one by one. */
export async function compareRuns(
  results: readonly RunResult[],
  a: string,
  b: string,
  set: string,
): Promise<Comparison> {
  const of = (run: string) =>
    results.filter((result) => result.run === run).map(({ seed, tests }) => ({ seed, test: tests[set] }));
  const [first, second] = [of(a), of(b)];
  const { difference, interval } = await pairedBootstrap(
    overSeeds(
      first.map(({ test }) => test),
      'error',
    ),
    overSeeds(
      second.map(({ test }) => test),
      'error',
    ),
  );
  const seedsAgree = first.every(({ seed, test }) => {
    const other = second.find((candidate) => candidate.seed === seed);
    return other !== undefined && Math.sign(mean(other.test.error) - mean(test.error)) === Math.sign(difference);
  });
  return { difference, interval, seedsAgree, isBeyondNoise: seedsAgree && interval[0] * interval[1] > 0 };
}
