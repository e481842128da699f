'use client';

import Link from 'next/link';
import { useSyncExternalStore } from 'react';
import { useRunStore } from '@/components/run/run-store';
import { useJobsStore } from '@/components/shell/jobs-store';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { countOf, formatCount, formatDuration, formatPx } from '@/components/ui/format-number';
import { IconButton } from '@/components/ui/icon-button';
import { Progress } from '@/components/ui/progress';
import { showError } from '@/components/ui/toast-store';
import type { JobInfo } from '@/lib/contracts/job';
import { errorLine, postJson } from '@/lib/request';
import styles from './queue-panel.module.css';
import { cancelTask, currentRunId, goOnWith, onCurrentRun } from './queue-runner';
import { type EvaluationTask, isEnded, useQueueStore } from './queue-store';

/** Evaluations under way, here and on the server: how far each is, how fast, and what it came to. */
export function QueuePanel() {
  const { tasks, remove } = useQueueStore();
  const jobs = useJobsStore((store) => store.jobs);
  const onServer = [...jobs.values()].filter(({ kind, state }) => kind === 'evaluate' && state === 'running');
  const open = tasks.filter((task) => !isEnded(task));
  if (tasks.length === 0 && onServer.length === 0) return null;
  const ended = tasks.filter(isEnded);
  return (
    <section className={styles.panel} aria-label="Evaluations under way">
      <header>
        <h2>
          {open.length + onServer.length > 0
            ? `${countOf(open.length + onServer.length, 'evaluation')} under way`
            : 'Evaluations done'}
        </h2>
        {open.length > 1 && (
          <Button variant="quiet" icon="stop" onClick={() => open.map(({ id }) => cancelTask(id))}>
            Cancel all
          </Button>
        )}
        {ended.length > 0 && (
          <Button variant="quiet" icon="close" onClick={() => remove(ended.map(({ id }) => id))}>
            Clear the ended
          </Button>
        )}
      </header>
      <ul>
        {onServer.map((job) => (
          <ServerJob key={job.id} job={job} />
        ))}
        {[...open, ...ended.reverse()].map((task) => (
          <Task key={task.id} task={task} />
        ))}
      </ul>
    </section>
  );
}

const WORDS: Readonly<Record<EvaluationTask['state'], string>> = {
  waiting: 'waiting',
  running: 'running',
  done: 'done',
  failed: 'failed',
  cancelled: 'cancelled',
  asks: 'asks',
};

const ANSWERS: Readonly<Record<NonNullable<EvaluationTask['question']>, string>> = {
  overlap: 'Score anyway',
  'without-face': 'Count them as failures',
};

function Task({ task }: { readonly task: EvaluationTask }) {
  const { state, modelTitle, on, message, question, evaluation } = task;
  return (
    <li className={styles.task} data-state={state}>
      <div className={styles.line}>
        <strong>
          {evaluation ? <Link href={`/evaluations/${evaluation.id}`}>{modelTitle}</Link> : modelTitle} on {on}
        </strong>
        {evaluation ? (
          <span>
            ME <b>{formatPx(evaluation.me)} px</b>
          </span>
        ) : (
          <Badge tone={state === 'failed' ? 'danger' : state === 'asks' ? 'warning' : 'neutral'}>{WORDS[state]}</Badge>
        )}
        {question && <Button onClick={() => goOnWith(task)}>{ANSWERS[question]}</Button>}
        {(state === 'failed' || state === 'cancelled') && <Button onClick={() => goOnWith(task)}>Try again</Button>}
        {!isEnded(task) && (
          <IconButton label={`Cancel ${modelTitle} on ${on}`} icon="stop" onClick={() => cancelTask(task.id)} />
        )}
      </div>
      {state === 'running' && <RunProgress />}
      {message && state !== 'running' && <p className={styles.note}>{message}</p>}
    </li>
  );
}

function RunProgress() {
  const runId = useSyncExternalStore(onCurrentRun, currentRunId, () => null);
  const run = useRunStore(({ runs }) => runs.find(({ id }) => id === runId));
  if (!run) {
    return (
      <p className={styles.note} role="status">
        Scoring the stored predictions…
      </p>
    );
  }
  return (
    <div className={styles.progress}>
      <Progress label={run.title} done={run.done} total={run.total} />
      <p role="status">
        {run.message}: {formatCount(run.done)} of {countOf(run.total, 'face')}
        {run.imagesPerSecond !== null && `, ${run.imagesPerSecond.toFixed(1)} a second`}
        {run.secondsLeft !== null && `, ${formatDuration(run.secondsLeft)} left`}
      </p>
    </div>
  );
}

function ServerJob({ job: { id, title, done, total, message } }: { readonly job: JobInfo }) {
  return (
    <li className={styles.task} data-state="running">
      <div className={styles.line}>
        <strong>{title}</strong>
        <Badge>on the server</Badge>
        <IconButton
          label={`Cancel ${title}`}
          icon="stop"
          onClick={() =>
            postJson(`/api/jobs/${id}/cancel`, {}).catch((error) =>
              showError(`${title} could not be cancelled: ${errorLine(error)}`),
            )
          }
        />
      </div>
      <div className={styles.progress}>
        <Progress label={title} done={done} total={total} />
        <p role="status">{message || 'starting'}</p>
      </div>
    </li>
  );
}
