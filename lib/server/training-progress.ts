import 'server-only';
import type { TrainingProgress } from '@/lib/contracts/training-config';
import { database } from './database';
import { type LiveRun, tellRun } from './training-runs';

const TELL_EVERY_MS = 500;
/** how often progress goes into the row: what a page sees first after the server was killed */
const KEEP_EVERY_MS = 10_000;

/** What progress comes to, whoever trains: whether a validation was part of it, not what it said. */
export type RunProgress = Omit<TrainingProgress, 'validation'> & { readonly validation: unknown };

/** What a run at work says goes to the pages, and now and then into its row. */
export function followRun(live: LiveRun): (progress: RunProgress) => void {
  let lastTold = 0;
  let lastKept = Date.now();
  return ({ step, steps, epoch, imagesPerSecond, secondsLeft, learningRate, losses, validation, curvePoints }) => {
    const isFinishing = live.live?.isFinishing ?? false;
    Object.assign(live, { step, imagesPerSecond, secondsLeft });
    live.live = { steps, epoch, learningRate, losses, curvePoints, isFinishing };
    const now = Date.now();
    if (validation || now - lastTold >= TELL_EVERY_MS) {
      lastTold = now;
      tellRun(live.id).catch(reportFault);
    }
    if (now - lastKept >= KEEP_EVERY_MS) {
      lastKept = now;
      const data = { step, imagesPerSecond, secondsLeft };
      database()
        .trainingRun.updateMany({ where: { id: live.id, state: 'running' }, data })
        .catch(reportFault);
    }
  };
}

export const reportFault = (error: unknown): void => console.error('training: what happened could not be kept:', error);
