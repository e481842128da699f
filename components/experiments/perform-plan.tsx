'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { useJobsStore } from '@/components/shell/jobs-store';
import { Button } from '@/components/ui/button';
import { Progress } from '@/components/ui/progress';
import { showError } from '@/components/ui/toast-store';
import type { JobInfo } from '@/lib/contracts/job';
import { errorLine, postJson } from '@/lib/request';
import styles from './experiments.module.css';

interface PerformPlanProps {
  readonly plan: string;
  /** runs with a result, of all of the plan's */
  readonly done: number;
  readonly total: number;
}

/** Begins a plan or goes on with it, and says how far it is. */
export function PerformPlan({ plan, done, total }: PerformPlanProps) {
  const router = useRouter();
  const [isAsking, setAsking] = useState(false);
  const job = useJobsStore(({ jobs }) => [...jobs.values()].find((candidate) => isOf(candidate, plan)) ?? null);
  const isRunning = job?.state === 'running';
  const finished = isRunning && job.total !== null ? job.done : done;
  // each finished run, and the end, may change what the report says
  useEffect(() => {
    if (finished > done || job?.state === 'done') router.refresh();
  }, [router, finished, done, job?.state]);

  async function ask(url: string, body: object) {
    setAsking(true);
    try {
      const answer = await postJson<JobInfo>(url, body);
      useJobsStore.getState().put([answer]);
    } catch (error) {
      showError(`${plan}: ${errorLine(error)}`);
    } finally {
      setAsking(false);
    }
  }

  return (
    <div className={styles.perform}>
      <span role="status">
        {finished === total ? `all ${total} runs done` : `${finished} of ${total} runs done`}
        {isRunning && job.message && ` · ${job.message}`}
        {job?.state === 'failed' && ` · failed: ${job.message}`}
      </span>
      {isRunning ? (
        <>
          <Progress label={`Runs of ${plan}`} done={finished} total={total} />
          <Button busy={isAsking} onClick={() => void ask(`/api/jobs/${job.id}/cancel`, {})}>
            Stop
          </Button>
        </>
      ) : (
        finished < total && (
          <Button icon="play" busy={isAsking} onClick={() => void ask('/api/experiments', { plan })}>
            {finished > 0 ? 'Go on' : 'Perform'}
          </Button>
        )
      )}
    </div>
  );
}

const isOf = ({ kind, title }: JobInfo, plan: string): boolean => kind === 'experiment' && title === `Perform ${plan}`;
