'use client';

import Link from 'next/link';
import type { TrainingRunInfo } from '@/lib/contracts/training-run';
import styles from './current-run.module.css';
import { describeTraining } from './describe';
import { RunActions } from './run-actions';
import { RunProgress, StateBadge } from './run-progress';

/** A run that trains or waits, with its place in the queue. */
export function CurrentRun({ run, place }: { readonly run: TrainingRunInfo; readonly place: number | null }) {
  return (
    <article className={styles.run} aria-labelledby={`run-${run.id}`}>
      <header>
        <div>
          <h3 id={`run-${run.id}`}>
            <Link href={`/training/${run.id}`}>{run.title}</Link> <StateBadge run={run} />
            {place !== null && <small>{place === 1 ? 'next' : `${place} in the queue`}</small>}
          </h3>
          <p>{describeTraining(run.config)}</p>
        </div>
        <div className={styles.actions}>
          <RunActions run={run} hasModel={false} isBrief />
        </div>
      </header>
      {place === null && <RunProgress run={run} />}
    </article>
  );
}
