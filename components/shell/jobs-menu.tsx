'use client';

import Link from 'next/link';
import { useEffect, useState } from 'react';
import { type PredictionRun, useRunStore } from '@/components/run/run-store';
import { useTabTraining } from '@/components/training/tab-training';
import { useTrainingStore } from '@/components/training/training-store';
import { countOf, formatCount, formatDuration } from '@/components/ui/format-number';
import { Icon } from '@/components/ui/icon';
import { IconButton } from '@/components/ui/icon-button';
import { useLeaveWarning } from '@/components/ui/leave-warning';
import { Popover } from '@/components/ui/popover';
import { Progress, ProgressRing } from '@/components/ui/progress';
import { showError } from '@/components/ui/toast-store';
import type { JobInfo, JobState } from '@/lib/contracts/job';
import type { TrainingRunInfo } from '@/lib/contracts/training-run';
import { errorLine, postJson } from '@/lib/request';
import styles from './jobs-menu.module.css';
import { useJobsStore } from './jobs-store';

/** Work of either side as one row of the list. */
interface Activity {
  readonly key: string;
  readonly title: string;
  /** where more of it is to be seen */
  readonly href?: string;
  readonly state: JobState;
  readonly done: number;
  readonly total: number | null;
  readonly unitsPerSecond: number | null;
  readonly secondsLeft: number | null;
  readonly message: string;
  readonly cancel: () => void;
}

const RECENT = 8;

export function JobsMenu() {
  const runs = useRunStore((store) => store.runs);
  const jobs = useJobsStore((store) => store.jobs);
  const now = useClock(runs.some(isRunning) || [...jobs.values()].some(isRunning));
  const inTab = useTabTraining(({ run }) => run);
  const training = useTrainingStore((store) => (inTab === null ? undefined : store.runs.get(inTab)));
  const activities = [
    ...(training ? [ofTraining(training)] : []),
    ...runs.map(ofRun),
    ...[...jobs.values()].map((job) => ofJob(job, now)),
  ];
  const running = activities.filter(isRunning);
  const shown = [...running, ...activities.filter((activity) => !isRunning(activity)).slice(0, RECENT)];
  useLeaveWarning(inTab !== null || runs.some(isRunning));
  if (shown.length === 0) return null;

  const share = running.reduce((sum, { done, total }) => sum + (total ? done / total : 0), 0);
  const label = running.length > 0 ? countOf(running.length, 'running job') : 'Jobs: none is running';
  return (
    <>
      <Popover
        label="Jobs"
        align="end"
        trigger={(props) => (
          <button type="button" className={styles.trigger} aria-label={label} title={label} {...props}>
            {running.length === 0 ? (
              <Icon name="check" />
            ) : (
              <>
                <ProgressRing done={share} total={running.length} />
                <span>{running.length}</span>
              </>
            )}
          </button>
        )}
      >
        {() => (
          <ul className={styles.list}>
            {shown.map((activity) => (
              <Row key={activity.key} activity={activity} />
            ))}
          </ul>
        )}
      </Popover>
      <p role="status" className="visually-hidden">
        {running.length > 0 ? `${label}: ${running.map(({ title }) => title).join(', ')}` : ''}
      </p>
    </>
  );
}

function Row({ activity }: { readonly activity: Activity }) {
  const { title, href, state, done, total, message, unitsPerSecond, secondsLeft } = activity;
  const counts = total === null ? formatCount(done) : `${formatCount(done)} of ${formatCount(total)}`;
  const facts =
    state === 'running'
      ? [
          counts,
          unitsPerSecond !== null && `${unitsPerSecond.toFixed(unitsPerSecond < 10 ? 1 : 0)} images/s`,
          secondsLeft !== null && `${formatDuration(secondsLeft)} left`,
        ]
      : [WORD[state], counts];
  return (
    <li className={styles.row}>
      <div className={styles.head}>
        <strong>{href ? <Link href={href}>{title}</Link> : title}</strong>
        {state === 'running' && <IconButton label={`Cancel ${title}`} icon="stop" onClick={activity.cancel} />}
      </div>
      {state === 'running' && <Progress label={title} done={done} total={total} />}
      <p className={styles.facts} data-state={state}>
        {facts.filter(Boolean).join(' · ')}
      </p>
      {message && <p className={styles.facts}>{message}</p>}
    </li>
  );
}

const WORD: Readonly<Record<Exclude<JobState, 'running'>, string>> = {
  done: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

const isRunning = ({ state }: { readonly state: JobState }): boolean => state === 'running';

function ofRun(run: PredictionRun): Activity {
  const failed = run.failures.length > 0 ? `${countOf(run.failures.length, 'image')} failed. ` : '';
  return {
    key: `run-${run.id}`,
    title: run.title,
    state: run.state,
    done: run.done,
    total: run.total,
    unitsPerSecond: run.imagesPerSecond,
    secondsLeft: run.secondsLeft,
    message: failed + run.message,
    cancel: run.cancel,
  };
}

/** A run that trains in this tab: the server's own runs are jobs. */
const ofTraining = ({
  id,
  title,
  step,
  live,
  config,
  imagesPerSecond,
  secondsLeft,
  message,
}: TrainingRunInfo): Activity => ({
  key: `training-${id}`,
  title: `Train ${title}`,
  href: `/training/${id}`,
  state: 'running',
  done: step,
  total: live?.steps ?? config.steps,
  unitsPerSecond: imagesPerSecond,
  secondsLeft,
  message: message || 'in this tab: keep it open',
  cancel: () =>
    postJson(`/api/training/${id}/stop`, {}).catch((error) =>
      showError(`${title} could not be stopped: ${errorLine(error)}`),
    ),
});

const PLACES: Partial<Readonly<Record<JobInfo['kind'], string>>> = {
  train: '/training',
  experiment: '/training/experiments',
};

function ofJob(job: JobInfo, now: number): Activity {
  const elapsed = (now - Date.parse(job.createdAt)) / 1000;
  const rate = job.state === 'running' && job.done > 0 && elapsed > 1 ? job.done / elapsed : null;
  return {
    key: job.id,
    title: job.title,
    href: PLACES[job.kind],
    state: job.state,
    done: job.done,
    total: job.total,
    unitsPerSecond: job.pace?.imagesPerSecond ?? rate,
    secondsLeft: job.pace?.secondsLeft ?? (rate !== null && job.total !== null ? (job.total - job.done) / rate : null),
    message: job.message,
    cancel: () =>
      postJson(`/api/jobs/${job.id}/cancel`, {}).catch((error) =>
        showError(`${job.title} could not be cancelled: ${errorLine(error)}`),
      ),
  };
}

/** The time, renewed each second while something runs. */
function useClock(ticking: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!ticking) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [ticking]);
  return now;
}
