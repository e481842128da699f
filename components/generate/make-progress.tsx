'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { useJob } from '@/components/datasets/use-job';
import { Button, ButtonLink } from '@/components/ui/button';
import { countOf, formatCount, formatDuration } from '@/components/ui/format-number';
import { Progress } from '@/components/ui/progress';
import { showError } from '@/components/ui/toast-store';
import type { JobInfo } from '@/lib/contracts/job';
import type { DatasetReport, GeneratedSet } from '@/lib/contracts/synthesis';
import { errorLine, fetchJson, postJson } from '@/lib/request';
import type { SetReport } from '@/lib/synthesis/set-report';
import styles from './make-progress.module.css';
import { SetReportView } from './set-report-view';

interface MakeProgressProps {
  readonly jobId: string;
  readonly onClose: () => void;
}

/** The job that makes a set, then the set. */
export function MakeProgress({ jobId, onClose }: MakeProgressProps) {
  const router = useRouter();
  const job = useJob(jobId);
  const isOver = job !== null && job.state !== 'running';
  // datasets and unfinished sets are others now
  useEffect(() => {
    if (isOver) router.refresh();
  }, [isOver, router]);
  if (!job || job.state === 'running') return <Running job={job} jobId={jobId} />;
  if (job.state === 'done') return <Done set={job.result as GeneratedSet} onClose={onClose} />;
  return (
    <div className={styles.progress}>
      <p role="alert">{job.state === 'failed' ? `It could not be finished: ${job.message}` : 'It was cancelled.'}</p>
      <p>What was made stays. The same settings and name go on where it stopped.</p>
      <Button onClick={onClose}>Back</Button>
    </div>
  );
}

function Running({ job, jobId }: { readonly job: JobInfo | null; readonly jobId: string }) {
  const done = job?.done ?? 0;
  const total = job?.total ?? null;
  const rate = useRate(job);
  const facts = [
    total === null ? 'starting the threads' : `${formatCount(done)} of ${countOf(total, 'face')}`,
    rate !== null && `${rate.toFixed(1)} a second`,
    rate !== null && total !== null && `${formatDuration((total - done) / rate)} left`,
  ];
  return (
    <div className={styles.progress}>
      <Progress label={job?.title ?? 'Generating'} done={done} total={total} />
      <p role="status">{facts.filter(Boolean).join(' · ')}</p>
      {job?.message && <p>{job.message}</p>}
      <div className={styles.actions}>
        <Button onClick={() => cancel(jobId)}>Cancel</Button>
        <span>It goes on when you leave this page, and after a restart of the server.</span>
      </div>
    </div>
  );
}

/** Faces a second since the first one came; null before there is anything to tell. */
function useRate(job: JobInfo | null): number | null {
  const [first, setFirst] = useState<{ readonly done: number; readonly at: number } | null>(null);
  const done = job?.done ?? 0;
  useEffect(() => {
    if (first === null && done > 0) setFirst({ done, at: performance.now() });
  }, [first, done]);
  if (first === null || done <= first.done) return null;
  return (done - first.done) / Math.max(0.1, (performance.now() - first.at) / 1000);
}

function Done({ set, onClose }: { readonly set: GeneratedSet; readonly onClose: () => void }) {
  const { dataset, datasetId, made, kept, leftOut, reason } = set;
  const [report, setReport] = useState<SetReport | null>(null);
  useEffect(() => {
    fetchJson<DatasetReport>(`/api/synthesis/${datasetId}/report`).then(
      (answer) => setReport(answer.report),
      (error) => showError(`The report of ${dataset} could not be read: ${errorLine(error)}`),
    );
  }, [dataset, datasetId]);
  return (
    <div className={styles.progress}>
      <p role="status">
        {dataset}: {countOf(made, 'face')} made{kept > 0 ? `, ${formatCount(kept)} stood already` : ''}.
        {made === 0 && ' Another seed gives other faces.'}
      </p>
      {leftOut > 0 && (
        <p>
          {countOf(leftOut, 'face')} left out: {reason}
        </p>
      )}
      <div className={styles.actions}>
        <ButtonLink variant="primary" href={`/datasets/${datasetId}`}>
          Open the gallery
        </ButtonLink>
        <ButtonLink href={`/datasets/${datasetId}/report`}>Report of the set</ButtonLink>
        <Button variant="quiet" onClick={onClose}>
          Make another
        </Button>
      </div>
      {report && (
        <details className={styles.report}>
          <summary>What its {countOf(report.faces, 'face')} are made of</summary>
          <SetReportView report={report} />
        </details>
      )}
    </div>
  );
}

const cancel = (jobId: string): Promise<unknown> =>
  postJson(`/api/jobs/${jobId}/cancel`, {}).catch((error) =>
    showError(`It could not be cancelled: ${errorLine(error)}`),
  );
