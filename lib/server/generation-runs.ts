import 'server-only';
import { randomUUID } from 'node:crypto';
import type { GenerateSet, UnfinishedSet } from '@/lib/contracts/synthesis';
import type { FaceRecipe } from '@/lib/synthesis/face-recipe';
import type { FaceParameters } from '@/lib/synthesis/parameter-ranges';
import { database } from './database';
import { storage } from './storage';

/**
 * One order of faces for a dataset. It is kept until the dataset goes: whatever stops the work, the same seed and limits
 * give the faces that are still missing.
 */
export interface GenerationRun extends Omit<GenerateSet, 'dataset' | 'like'> {
  readonly id: string;
  /** file number of its face 0: several runs of a dataset stand one behind the other */
  readonly first: number;
  /** kept with it, since the samples may be deleted meanwhile */
  readonly like?: FaceRecipe['like'];
  /** running: a server was at it, and goes on with it when it starts again; stopped: somebody may */
  readonly state: 'running' | 'stopped' | 'done';
  /** why it stopped, where it failed */
  readonly reason: string | null;
}

export const recipeOf = ({ seed, limits, like }: GenerationRun): FaceRecipe => ({ seed, limits, like });

/** What is known of the generated faces of a dataset beside the samples themselves. */
export const generationKey = (datasetId: string, file?: 'runs.json' | 'report.json'): string =>
  `synthesis/${datasetId}${file ? `/${file}` : ''}`;

const keyOf = (datasetId: string): string => generationKey(datasetId, 'runs.json');

/** In the order in which they were asked for. */
export async function readRuns(datasetId: string): Promise<readonly GenerationRun[]> {
  const bytes = await storage().read(keyOf(datasetId));
  // written below and nowhere else
  return bytes ? (JSON.parse(new TextDecoder().decode(bytes)) as { runs: GenerationRun[] }).runs : [];
}

const writeRuns = (datasetId: string, runs: readonly GenerationRun[]): Promise<void> =>
  storage().write(keyOf(datasetId), new TextEncoder().encode(JSON.stringify({ runs })));

export async function updateRun(
  datasetId: string,
  runId: string,
  change: Partial<Pick<GenerationRun, 'state' | 'reason' | 'count'>>,
): Promise<void> {
  const runs = await readRuns(datasetId);
  await writeRuns(
    datasetId,
    runs.map((run) => (run.id === runId ? { ...run, ...change } : run)),
  );
}

/** The dataset is gone, and its orders with it. */
export const removeRuns = (datasetId: string): Promise<void> => storage().remove(generationKey(datasetId));

/** What makes two orders the same faces, however many, in whatever order their limits were named. */
const settingsOf = ({ seed, size, jaw, splits, limits, like }: Omit<GenerationRun, 'id' | 'first'>): string =>
  JSON.stringify({ seed, size, jaw, splits, limits, like }, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );

/** The same settings again go on with the run that has them; others get a run of their own behind all faces there are. */
export async function openRun(
  datasetId: string,
  { dataset: _, like, ...order }: GenerateSet,
  examples: readonly FaceParameters[],
): Promise<GenerationRun> {
  const runs = await readRuns(datasetId);
  const asked: Omit<GenerationRun, 'id' | 'first'> = {
    ...order,
    like: like && examples.length > 0 ? { examples, spread: like.spread } : undefined,
    state: 'stopped',
    reason: null,
  };
  const same = runs.find((run) => settingsOf(run) === settingsOf(asked));
  if (same) {
    const count = Math.max(same.count, order.count);
    await updateRun(datasetId, same.id, { count });
    return { ...same, count };
  }
  const ends = [
    ...runs.map(({ first, count }) => first + count),
    ...[...(await fileNumbers(datasetId))].map((n) => n + 1),
  ];
  const run: GenerationRun = { ...asked, id: randomUUID(), first: ends.reduce((a, b) => Math.max(a, b), 0) };
  await writeRuns(datasetId, [...runs, run]);
  return run;
}

/** Numbers of the generated files that a dataset has: `train/000012.png` is 12. */
export async function fileNumbers(datasetId: string): Promise<ReadonlySet<number>> {
  const rows = await database().sample.findMany({ where: { datasetId }, select: { key: true } });
  return new Set(
    rows.flatMap(({ key }) => {
      const [, number] = /(?:^|\/)(\d{6,})\.png$/.exec(key) ?? [];
      return number === undefined ? [] : [Number(number)];
    }),
  );
}

const madeOf = ({ first, count }: GenerationRun, numbers: ReadonlySet<number>): number =>
  Array.from({ length: count }, (_, i) => first + i).filter((number) => numbers.has(number)).length;

interface DatasetRun {
  readonly dataset: { readonly id: string; readonly name: string };
  readonly run: GenerationRun;
}

/** Every run of every dataset that is not done. */
export async function openRuns(): Promise<readonly DatasetRun[]> {
  const datasets = await database().dataset.findMany({
    where: { kind: 'synthetic' },
    orderBy: { name: 'asc' },
    select: { id: true, name: true },
  });
  const all = await Promise.all(
    datasets.map(async (dataset) => (await readRuns(dataset.id)).map((run) => ({ dataset, run }))),
  );
  return all.flat().filter(({ run }) => run.state !== 'done');
}

/** Those that somebody may go on with. */
export async function listUnfinished(): Promise<readonly UnfinishedSet[]> {
  const stopped = (await openRuns()).filter(({ run }) => run.state === 'stopped');
  return Promise.all(
    stopped.map(async ({ dataset, run }) => ({
      datasetId: dataset.id,
      datasetName: dataset.name,
      runId: run.id,
      count: run.count,
      made: madeOf(run, await fileNumbers(dataset.id)),
      seed: run.seed,
      size: run.size,
      reason: run.reason,
    })),
  );
}
