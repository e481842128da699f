import 'server-only';
import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { JobInfo, JobState } from '@/lib/contracts/job';
import { database } from './database';
import { notFound } from './user-error';

/** What a job's work is given. */
export interface JobContext {
  readonly id: string;
  readonly signal: AbortSignal;
  /** @param pace where it is not simply what was done over the time since the start */
  progress(done: number, total: number | null, message?: string, pace?: JobInfo['pace']): void;
}

interface LiveJob {
  info: JobInfo;
  readonly abort: AbortController;
  lastTold: number;
}

// One registry a process, also across module reloads in development.
const kept = globalThis as typeof globalThis & { workbenchJobs?: { live: Map<string, LiveJob>; events: EventEmitter } };
kept.workbenchJobs ??= { live: new Map(), events: new EventEmitter().setMaxListeners(0) };
const { live, events } = kept.workbenchJobs;

const TELL_EVERY_MS = 500;

/**
 * Starts long work in this process and returns at once; its row in the database outlives the page and the server.
 * The seam to a queue with workers on other machines: nothing above knows where a job runs.
 */
export async function startJob(
  kind: JobInfo['kind'],
  title: string,
  work: (context: JobContext) => Promise<unknown>,
): Promise<JobInfo> {
  const id = randomUUID();
  const row = await database().job.create({ data: { id, kind, title, state: 'running' } });
  const job: LiveJob = { info: toInfo(row), abort: new AbortController(), lastTold: Date.now() };
  live.set(id, job);
  tell(job.info);
  void run(job, work);
  return job.info;
}

async function run(job: LiveJob, work: (context: JobContext) => Promise<unknown>): Promise<void> {
  const context: JobContext = {
    id: job.info.id,
    signal: job.abort.signal,
    progress(done, total, message = '', pace) {
      job.info = { ...job.info, done, total, message, pace };
      if (Date.now() - job.lastTold < TELL_EVERY_MS) return;
      job.lastTold = Date.now();
      tell(job.info);
    },
  };
  let state: JobState = 'done';
  let message = '';
  let result: unknown = null;
  try {
    result = await work(context);
  } catch (error) {
    state = job.abort.signal.aborted ? 'cancelled' : 'failed';
    message = state === 'cancelled' ? 'cancelled; what was done is kept' : messageOf(error);
    if (state === 'failed') console.error(`job ${job.info.kind} "${job.info.title}" failed:`, error);
  }
  const finishedAt = new Date();
  const { id, done, total } = job.info;
  try {
    await database().job.update({
      where: { id },
      data: { state, done, total, message, result: JSON.stringify(result ?? null), finishedAt },
    });
  } catch (error) {
    console.error(`job ${job.info.kind} "${job.info.title}": its end could not be kept:`, error);
  }
  live.delete(id);
  tell({ ...job.info, state, message, result: result ?? null, finishedAt: finishedAt.toISOString() });
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** A listener that fails is its own trouble, never the job's. */
function tell(info: JobInfo): void {
  for (const listener of events.listeners('job')) {
    try {
      listener(info);
    } catch (error) {
      console.error('a listener to jobs failed:', error);
    }
  }
}

export async function cancelJob(id: string): Promise<JobInfo> {
  const job = live.get(id);
  if (job) {
    job.abort.abort();
    return job.info;
  }
  const row = await database().job.findUnique({ where: { id } });
  if (!row) throw notFound('job', id);
  return toInfo(row);
}

/** Running ones first, then the newest finished. */
export async function listJobs(): Promise<JobInfo[]> {
  const [running, finished] = await Promise.all([
    database().job.findMany({ where: { state: 'running' }, orderBy: { createdAt: 'desc' } }),
    database().job.findMany({ where: { state: { not: 'running' } }, orderBy: { createdAt: 'desc' }, take: 50 }),
  ]);
  return [...running, ...finished].map((row) => live.get(row.id)?.info ?? toInfo(row));
}

export async function getJob(id: string): Promise<JobInfo> {
  const row = await database().job.findUnique({ where: { id } });
  if (!row) throw notFound('job', id);
  return live.get(id)?.info ?? toInfo(row);
}

/** @returns unsubscribe */
export function onJob(listener: (job: JobInfo) => void): () => void {
  events.on('job', listener);
  return () => events.off('job', listener);
}

/** After a start: jobs that the last server left running have ended with it, but for training, which goes on by itself. */
export async function closeAbandonedJobs(): Promise<void> {
  await database().job.updateMany({
    where: { state: 'running', kind: { not: 'train' }, id: { notIn: [...live.keys()] } },
    data: {
      state: 'failed',
      message: 'the server stopped; start it again to go on where it was',
      finishedAt: new Date(),
    },
  });
}

function toInfo(row: {
  id: string;
  kind: string;
  title: string;
  state: string;
  done: number;
  total: number | null;
  message: string;
  result: string | null;
  createdAt: Date;
  finishedAt: Date | null;
}): JobInfo {
  return {
    id: row.id,
    kind: row.kind as JobInfo['kind'],
    title: row.title,
    state: row.state as JobState,
    done: row.done,
    total: row.total,
    message: row.message,
    result: row.result ? JSON.parse(row.result) : null,
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}
