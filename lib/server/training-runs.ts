import 'server-only';
import { EventEmitter } from 'node:events';
import type { TrainingConfig } from '@/lib/contracts/training-config';
import type {
  MeasuredSpeed,
  TrainingLive,
  TrainingRunInfo,
  TrainingRunSummary,
  TrainingState,
} from '@/lib/contracts/training-run';
import type { TrainingRun } from '@/prisma/generated/client';
import { database } from './database';
import { lastValidation } from './training-folder';
import { notFound } from './user-error';

/** What the process at work has said last. */
export interface LiveRun {
  readonly id: string;
  step: number;
  imagesPerSecond: number | null;
  secondsLeft: number | null;
  live: TrainingLive | null;
}

// One a process, also across module reloads in development.
const kept = globalThis as typeof globalThis & {
  workbenchTraining?: { live: LiveRun | null; events: EventEmitter };
};
kept.workbenchTraining ??= { live: null, events: new EventEmitter().setMaxListeners(0) };
const registry = kept.workbenchTraining;

export const liveRun = (): LiveRun | null => registry.live;
export const setLiveRun = (live: LiveRun | null): void => {
  registry.live = live;
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
    rows.map(async (row) => ({ ...toInfo(row), last: await lastValidation(row.id), hasModel: trained.has(row.id) })),
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

export async function createRun(config: TrainingConfig): Promise<void> {
  const { model: id, title } = config;
  await database().trainingRun.create({ data: { id, title, config: JSON.stringify(config), state: 'queued' } });
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

/** From the newest run that has trained for a while; null while none has. */
export async function measuredSpeed(): Promise<MeasuredSpeed | null> {
  const row = await database().trainingRun.findFirst({
    where: { imagesPerSecond: { gt: 0 }, step: { gte: STEADY_STEPS }, state: { in: ['done', 'stopped'] } },
    orderBy: { finishedAt: 'desc' },
  });
  if (!row?.imagesPerSecond) return null;
  const { architecture, workers } = configOf(row);
  return { imagesPerSecond: row.imagesPerSecond, architecture, workers };
}

/** It was checked before it was kept. */
const configOf = ({ config }: TrainingRun): TrainingConfig => JSON.parse(config);

function toInfo(row: TrainingRun): TrainingRunInfo {
  const current = registry.live?.id === row.id ? registry.live : null;
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
  };
}
