import { Badge } from '@/components/ui/badge';
import { formatCount, formatDuration } from '@/components/ui/format-number';
import { Icon } from '@/components/ui/icon';
import { Progress } from '@/components/ui/progress';
import type { TrainingRunInfo } from '@/lib/contracts/training-run';
import { adviceFor } from './advice';
import styles from './run-progress.module.css';
import { useGpu } from './use-gpu';

/** Where a run will end: sooner than planned once it was asked to. */
export const lastStepOf = ({ live, config, state, step }: TrainingRunInfo): number =>
  live?.steps ?? (state === 'done' ? step : config.steps);

/** What a run does now, in a few words. */
export function stateWords({ state, live, isEnding }: TrainingRunInfo): string {
  if (isEnding) return 'writing its checkpoint';
  if (state === 'running') return live ? (live.isFinishing ? 'finishing' : 'training') : 'reading images';
  return state;
}

export function StateBadge({ run }: { readonly run: TrainingRunInfo }) {
  const tone = { running: 'accent', failed: 'danger', stopped: 'warning', queued: 'neutral', done: 'neutral' } as const;
  return <Badge tone={run.isEnding ? 'warning' : tone[run.state]}>{stateWords(run)}</Badge>;
}

/** How far a run is, how fast it goes, and what is wrong with it. */
export function RunProgress({ run }: { readonly run: TrainingRunInfo }) {
  const { title, state, step, live, imagesPerSecond, secondsLeft, message, config, gpu } = run;
  const end = lastStepOf(run);
  const isAtWork = state === 'running';
  const isOver = (state === 'stopped' || state === 'failed') && !run.isEnding;
  const here = useGpu(isOver && run.gpu !== null);
  const facts = [
    `step ${formatCount(step)} of ${formatCount(end)}`,
    live && `epoch ${live.epoch.toFixed(live.epoch < 10 ? 1 : 0)}`,
    imagesPerSecond !== null && `${imagesPerSecond.toFixed(imagesPerSecond < 10 ? 1 : 0)} images/s`,
    isAtWork && live && secondsLeft !== null && step < end && `${formatDuration(secondsLeft)} left`,
    live && `learning rate ${live.learningRate.toPrecision(2)}`,
    `batches of ${config.batch}`,
    gpu && `in a tab on ${gpu}`,
  ];
  return (
    <div className={styles.progress}>
      {state !== 'done' && state !== 'failed' && (
        <Progress label={title} done={step} total={isAtWork && !live ? null : end} />
      )}
      <p data-field="facts">{facts.filter(Boolean).join(' · ')}</p>
      {state === 'failed' && (
        <div role="alert" className={styles.failure}>
          <Icon name="warning" />
          <div>
            <p>{message}</p>
            <p className={styles.advice}>{adviceFor(message).text}</p>
          </div>
        </div>
      )}
      {state !== 'failed' && message && <p>{message}</p>}
      {state === 'stopped' && !run.isEnding && step > 0 && (
        <p>
          Stopped with a checkpoint. Resume goes on exactly from there; to make a model of the weights so far, resume
          and finish early.
        </p>
      )}
      {isOver && run.gpu !== null && here.kind === 'none' && <p>It cannot go on in this tab: {here.reason}</p>}
    </div>
  );
}
