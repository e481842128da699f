import 'server-only';
import { database } from './database';
import { changeState, type LiveRun, tellRun } from './training-runs';

export type TrainingOutcome =
  | { readonly kind: 'done'; readonly step: number; readonly imagesPerSecond: number }
  /** with a checkpoint; step is null when it had not begun to train */
  | { readonly kind: 'stopped'; readonly step: number | null; readonly reason?: string }
  | { readonly kind: 'failed'; readonly reason: string };

/** What became of a session goes into the run's row, whoever trained. @param live as it was said last */
export async function keepOutcome(id: string, outcome: TrainingOutcome, live: LiveRun): Promise<void> {
  const { step, imagesPerSecond } = live;
  const reached = { step: (outcome.kind === 'failed' ? null : outcome.step) ?? step, secondsLeft: null };
  const ended = { ...reached, finishedAt: new Date(), ...(imagesPerSecond === null ? {} : { imagesPerSecond }) };
  const isTold =
    outcome.kind === 'done'
      ? await changeState(id, ['running', 'stopped'], { state: 'done', message: '', ...ended })
      : outcome.kind === 'failed'
        ? await changeState(id, ['running', 'stopped'], { state: 'failed', message: outcome.reason, ...ended })
        : await changeState(id, ['running'], {
            state: 'stopped',
            message: outcome.reason ?? 'ended from outside, with a checkpoint',
            ...ended,
          });
  if (isTold) return;
  // a person stopped it, or put it back into the queue meanwhile
  await database().trainingRun.updateMany({ where: { id }, data: reached });
  await tellRun(id);
}
