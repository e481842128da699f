import 'server-only';
import { EventEmitter } from 'node:events';
import type { TrainingConfig } from '@/lib/contracts/training-config';
import type {
  MeasuredSpeed,
  TrainingChoices,
  TrainingLive,
  TrainingRunInfo,
  TrainingRunSummary,
  TrainingState,
} from '@/lib/contracts/training-run';
import type { TrainingRun } from '@/prisma/generated/client';
import { database } from './database';
import { lastValidation } from './training-folder';
import { readTabRecord } from './training-tab-record';
import { notFound } from './user-error';

/** What the process or the tab at work has said last. */
export interface LiveRun {
  readonly id: string;
  step: number;
  imagesPerSecond: number | null;
  secondsLeft: number | null;
  live: TrainingLive | null;
}

// One a process, also across module reloads in development.
const kept = globalThis as typeof globalThis & {
  workbenchTraining?: { live: Map<string, LiveRun>; events: EventEmitter };
};
kept.workbenchTraining ??= { live: new Map(), events: new EventEmitter().setMaxListeners(0) };
const registry = kept.workbenchTraining;

export const liveRun = (id: string): LiveRun | null => registry.live.get(id) ?? null;
export const setLiveRun = (live: LiveRun): void => {
  registry.live.set(live.id, live);
};
/** What has taken its place meanwhile stays. */
export const endLiveRun = (live: LiveRun): void => {
  if (registry.live.get(live.id) === live) registry.live.delete(live.id);
};

/** @returns unsubscribe */
export function onTraining(listener: (run: TrainingRunInfo) => void): () => void {
  registry.events.on('run', listener);
  return () => registry.events.off('run', listener);
}

/** A listener that fails is its own trouble, never the run's. */
export async function tellRun(id: string): Promise<void> {
  const run = await findRun(id);
  for (const listener of run ? registry.events.listeners('run') : []) {
    try {
      listener(run);
    } catch (error) {
      console.error('a listener to training failed:', error);
    }
  }
}

export async function findRun(id: string): Promise<TrainingRunInfo | null> {
  const row = await database().trainingRun.findUnique({ where: { id } });
  return row && toInfo(row);
}

/** @throws UserError 404 */
export async function requireRun(id: string): Promise<TrainingRunInfo> {
  const run = await findRun(id);
  if (!run) throw notFound('training run', id);
  return run;
}

/** Newest first. */
export async function listRuns(): Promise<TrainingRunSummary[]> {
  const db = database();
  const rows = await db.trainingRun.findMany({ orderBy: [{ createdAt: 'desc' }, { id: 'asc' }] });
  const models = await db.model.findMany({
    where: { id: { in: rows.map(({ id }) => id) }, origin: 'trained' },
    select: { id: true },
  });
  const trained = new Set(models.map(({ id }) => id));
  return Promise.all(
    rows.map(async (row) => ({
      ...(await toInfo(row)),
      last: await lastValidation(row.id),
      hasModel: trained.has(row.id),
    })),
  );
}

/** @throws UserError 404 */
export async function summariseRun(id: string): Promise<TrainingRunSummary> {
  const run = await requireRun(id);
  const models = await database().model.count({ where: { id, origin: 'trained' } });
  return { ...run, last: await lastValidation(id), hasModel: models > 0 };
}

/**
 * One state change is one update of the row, and only from a state it may follow.
 *
 * @returns whether the run was in one of these states
 */
export async function changeState(
  id: string,
  from: readonly TrainingState[],
  change: Partial<Omit<TrainingRun, 'id' | 'state'>> & { readonly state: TrainingState },
): Promise<boolean> {
  const { count } = await database().trainingRun.updateMany({
    where: { id, state: { in: [...from] } },
    data: change,
  });
  if (count > 0) await tellRun(id);
  return count > 0;
}

export async function createRun(config: TrainingConfig, state: TrainingState = 'queued'): Promise<void> {
  const { model: id, title } = config;
  await database().trainingRun.create({ data: { id, title, config: JSON.stringify(config), state } });
  await tellRun(id);
}

/** The run that has waited longest. */
export async function nextQueued(): Promise<TrainingRunInfo | null> {
  const row = await database().trainingRun.findFirst({
    where: { state: 'queued' },
    orderBy: [{ queuedAt: 'asc' }, { id: 'asc' }],
  });
  return row && toInfo(row);
}

/** steps before which a speed says more about the start than about the machine */
const STEADY_STEPS = 30;

/** how many runs are looked through for one of the kind that is asked for */
const LOOKED_AT = 50;

/** From the newest run beside the server, and from the newest in a tab, that trained for a while; null while none has. */
export async function measuredSpeeds(): Promise<Pick<TrainingChoices, 'speed' | 'gpuSpeed'>> {
  const rows = await database().trainingRun.findMany({
    where: { imagesPerSecond: { gt: 0 }, step: { gte: STEADY_STEPS }, state: { in: ['done', 'stopped'] } },
    orderBy: { finishedAt: 'desc' },
    take: LOOKED_AT,
  });
  let speed: MeasuredSpeed | null = null;
  let gpuSpeed: TrainingChoices['gpuSpeed'] = null;
  for (const row of rows) {
    const { architecture, workers } = configOf(row);
    const measured = { imagesPerSecond: row.imagesPerSecond as number, architecture, workers };
    const gpu = (await readTabRecord(row.id))?.gpu;
    if (gpu) gpuSpeed ??= { ...measured, gpu };
    else speed ??= measured;
  }
  return { speed, gpuSpeed };
}

/** It was checked before it was kept. */
const configOf = ({ config }: TrainingRun): TrainingConfig => JSON.parse(config);

async function toInfo(row: TrainingRun): Promise<TrainingRunInfo> {
  const current = liveRun(row.id);
  return {
    id: row.id,
    title: row.title,
    config: configOf(row),
    state: row.state as TrainingState,
    message: row.message,
    step: current?.step ?? row.step,
    imagesPerSecond: current?.imagesPerSecond ?? row.imagesPerSecond,
    secondsLeft: current ? current.secondsLeft : row.secondsLeft,
    createdAt: row.createdAt.toISOString(),
    queuedAt: row.queuedAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
    live: current?.live ?? null,
    isEnding: current !== null && row.state !== 'running',
    gpu: (await readTabRecord(row.id))?.gpu ?? null,
  };
}
