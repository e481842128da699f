import 'server-only';
import { setTimeout as pause } from 'node:timers/promises';
import type { TrainingConfig, TrainingProgress } from '@/lib/contracts/training-config';
import type { TrainingRunInfo } from '@/lib/contracts/training-run';
import { folderHolder } from '@/lib/folder-lock-node';
import { database } from './database';
import { cancelJob, type JobContext, startJob } from './jobs';
import { assertTrainable } from './training-check';
import { removeCheckpoint, removeTrainingFiles, trainingDir, writeConfig } from './training-folder';
import { keepOutcome, type TrainingOutcome } from './training-outcome';
import { startTrainingProcess, type TrainingProcess } from './training-process';
import { followRun, reportFault } from './training-progress';
import {
  changeState,
  createRun,
  endLiveRun,
  type LiveRun,
  liveRun,
  nextQueued,
  requireRun,
  setLiveRun,
  tellRun,
} from './training-runs';
import { removeTabRecord } from './training-tab-record';
import { awaitTabs, wishOfTab } from './training-tabs';
import { UserError } from './user-error';

const LOOK_AGAIN_MS = 500;

interface AtWork {
  readonly id: string;
  readonly jobId: string;
  process: TrainingProcess | null;
}

// One queue a process, also across module reloads in development.
const kept = globalThis as typeof globalThis & {
  workbenchQueue?: { atWork: AtWork | null; isGoing: boolean; isWanted: boolean };
};
kept.workbenchQueue ??= { atWork: null, isGoing: false, isWanted: false };
const queue = kept.workbenchQueue;

/**
 * Puts a run in the queue; it starts by itself when its turn has come.
 *
 * @throws UserError 409 or 422 with the field that is wrong
 */
export async function enqueueTraining(config: TrainingConfig): Promise<TrainingRunInfo> {
  await assertTrainable(config);
  await createRun(config);
  startNext();
  return requireRun(config.model);
}

/** Ends a run with a checkpoint, or takes it out of the queue. @throws UserError 404 */
export async function stopTraining(id: string): Promise<TrainingRunInfo> {
  await requireRun(id);
  // said before it is done: a server killed meanwhile will not start it again
  await changeState(id, ['queued', 'running'], { state: 'stopped', message: '', finishedAt: new Date() });
  if (queue.atWork?.id === id) {
    queue.atWork.process?.stop();
    await cancelJob(queue.atWork.jobId);
  }
  wishOfTab(id, 'stop');
  return requireRun(id);
}

/**
 * Puts a run that was stopped or failed at the end of the queue, to go on from its checkpoint.
 *
 * @param options fromStart: throws the checkpoint away first
 * @throws UserError 404, or 409 for one that is done, waits or runs
 */
export async function resumeTraining(id: string, { fromStart = false } = {}): Promise<TrainingRunInfo> {
  const { state, title } = await requireRun(id);
  if (fromStart) {
    if (liveRun(id)) throw new UserError(409, `${title}: still writes its checkpoint; try again in a moment`);
    if (state === 'stopped' || state === 'failed') await removeCheckpoint(id);
  }
  const change = { message: '', queuedAt: new Date(), finishedAt: null, ...(fromStart ? { step: 0 } : {}) };
  if (!(await changeState(id, ['stopped', 'failed'], { state: 'queued', ...change }))) {
    throw new UserError(409, `${title}: expected a run that was stopped or failed, found one that is ${state}`);
  }
  await removeTabRecord(id);
  startNext();
  return requireRun(id);
}

/** Brings the learning rate down, so that the weights so far become a model. @throws UserError 404, 409 */
export async function finishTrainingEarly(id: string): Promise<TrainingRunInfo> {
  const { title, state } = await requireRun(id);
  const live = liveRun(id);
  const process = queue.atWork?.id === id ? queue.atWork.process : null;
  if (state !== 'running' || !live?.live || !(process || wishOfTab(id, 'finish'))) {
    throw new UserError(409, `${title}: expected a run that trains, found one that is ${live ? 'starting' : state}`);
  }
  process?.finishEarly();
  live.live = { ...live.live, isFinishing: true };
  await tellRun(id);
  return requireRun(id);
}

/** Forgets a run and removes its files; the model it has made stays. @throws UserError 404, or 409 while it runs */
export async function deleteTraining(id: string): Promise<void> {
  const { title, state } = await requireRun(id);
  if (state === 'running' || liveRun(id)) {
    throw new UserError(409, `${title}: is running; stop it first`);
  }
  await database().trainingRun.delete({ where: { id } });
  await removeTabRecord(id);
  await removeTrainingFiles(id);
}

/**
 * After a start: what the last server left running waits for its turn again, and is first, having waited longest. What a
 * tab trains goes on there.
 */
export async function resumeInterruptedTraining(): Promise<void> {
  const db = database();
  await db.job.deleteMany({ where: { kind: 'train', state: 'running' } });
  const inTabs = await awaitTabs();
  await db.trainingRun.updateMany({
    where: { state: 'running', id: { notIn: [queue.atWork?.id ?? '', ...inTabs] } },
    data: { state: 'queued', message: 'the server was started again; goes on from its checkpoint' },
  });
  startNext();
}

/** Lets the queue go on, or look once more before it rests. */
function startNext(): void {
  queue.isWanted = true;
  if (!queue.isGoing) void keepGoing();
}

async function keepGoing(): Promise<void> {
  queue.isGoing = true;
  try {
    while (queue.isWanted) {
      queue.isWanted = false;
      await goThroughQueue();
    }
  } catch (error) {
    console.error('the training queue has stopped until the next run is put in:', error);
  } finally {
    queue.isGoing = false;
  }
}

async function goThroughQueue(): Promise<void> {
  for (let run = await nextQueued(); run; run = await nextQueued()) {
    // somebody may have stopped it meanwhile
    if (await changeState(run.id, ['queued'], { state: 'running', message: '', startedAt: new Date() })) {
      await trainAsJob(run);
    }
  }
}

/** One session of a run, shown among the jobs. Never throws: what went wrong is the run's state. */
async function trainAsJob(run: TrainingRunInfo): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    startJob('train', `Train ${run.title}`, (job) => trainNow(run, job).finally(resolve)).catch(reject);
  });
}

async function trainNow({ id, config, step }: TrainingRunInfo, job: JobContext): Promise<{ step: number }> {
  const atWork: AtWork = { id, jobId: job.id, process: null };
  const live: LiveRun = { id, step, imagesPerSecond: null, secondsLeft: null, live: null };
  queue.atWork = atWork;
  setLiveRun(live);
  // from the list of jobs
  job.signal.addEventListener('abort', () => stopTraining(id).catch(reportFault));
  let outcome: TrainingOutcome;
  try {
    await untilFree(id, job.signal);
    const file = await writeConfig(config);
    // a stop that came before this run was known to be at work has reached its row alone
    if (job.signal.aborted || (await requireRun(id)).state !== 'running') outcome = { kind: 'stopped', step: null };
    else {
      atWork.process = startTrainingProcess(file, follow(live, job));
      outcome = await atWork.process.ended;
    }
  } catch (error) {
    outcome = { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
  queue.atWork = null;
  endLiveRun(live);
  await keepOutcome(id, outcome, live);
  if (outcome.kind === 'done') return { step: outcome.step };
  throw new Error(outcome.kind === 'failed' ? outcome.reason : 'ended from outside, with a checkpoint');
}

/** What the process says goes to the pages, and to the list of jobs. */
function follow(live: LiveRun, job: JobContext): (progress: TrainingProgress) => void {
  const tellPages = followRun(live);
  return (progress) => {
    const { step, steps, imagesPerSecond, secondsLeft } = progress;
    tellPages(progress);
    job.progress(step, steps, '', { imagesPerSecond, secondsLeft });
  };
}

/** The process of a server that was killed may still be writing its checkpoint: two never work in one folder. */
async function untilFree(id: string, signal: AbortSignal): Promise<void> {
  for (let isTold = false; !signal.aborted; isTold = true) {
    const holder = await folderHolder(trainingDir(id));
    if (!holder) return;
    if (!isTold) {
      const message = `waits until process ${holder.pid}, which works in its folder, has ended`;
      await changeState(id, ['running'], { state: 'running', message });
    }
    await pause(LOOK_AGAIN_MS);
  }
}
