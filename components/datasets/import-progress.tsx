'use client';

import { useEffect, useRef } from 'react';
import { Button, ButtonLink } from '@/components/ui/button';
import { countOf } from '@/components/ui/format-number';
import { Progress } from '@/components/ui/progress';
import { showError } from '@/components/ui/toast-store';
import type { ImportResult } from '@/lib/contracts/dataset';
import { errorLine, postJson } from '@/lib/request';
import styles from './import-progress.module.css';
import { useJob } from './use-job';

interface ImportProgressProps {
  readonly jobId: string;
  readonly name: string;
  /** once, when the job has ended in any way */
  readonly onEnd: () => void;
  readonly onClose: () => void;
}

/** The job of an import, then what came in and what was passed over. */
export function ImportProgress({ jobId, name, onEnd, onClose }: ImportProgressProps) {
  const job = useJob(jobId);
  const ended = job !== null && job.state !== 'running';
  const end = useRef(onEnd);
  end.current = onEnd;
  useEffect(() => {
    if (ended) end.current();
  }, [ended]);

  if (!job || job.state === 'running') {
    const done = job?.done ?? 0;
    const total = job?.total ?? null;
    return (
      <div className={styles.progress}>
        <h2>Importing {name}</h2>
        <Progress label={`Importing ${name}`} done={done} total={total} />
        <p role="status">
          {total === null ? countOf(done, 'face') : `${done} of ${countOf(total, 'face')}`}
          {job?.message ? ` · ${job.message}` : ''}
        </p>
        <div className={styles.actions}>
          <Button onClick={() => cancel(jobId)}>Cancel</Button>
          <span>It goes on when you leave this page.</span>
        </div>
      </div>
    );
  }
  if (job.state !== 'done') {
    return (
      <div className={styles.progress}>
        <h2 role="alert">{job.state === 'failed' ? `${name} could not be imported` : 'The import was cancelled'}</h2>
        <p>{job.message || 'What had come in before stays; importing the same files again adds only the rest.'}</p>
        <Button onClick={onClose}>Back</Button>
      </div>
    );
  }
  return <Outcome result={job.result as ImportResult} onClose={onClose} />;
}

function Outcome({ result, onClose }: { readonly result: ImportResult; readonly onClose: () => void }) {
  const { dataset, datasetId, imported, unchanged, skipped } = result;
  const facts = [
    `${countOf(imported, 'face')} imported`,
    unchanged > 0 && `${countOf(unchanged, 'face')} stood already`,
    `${countOf(skipped.length, 'file')} passed over`,
  ];
  return (
    <div className={styles.progress}>
      <h2>{dataset}</h2>
      <p role="status">{facts.filter(Boolean).join(', ')}.</p>
      {skipped.length > 0 && (
        <ul className={styles.skipped} aria-label="Passed over">
          {skipped.map(({ file, reason }) => (
            <li key={`${file} ${reason}`}>
              <code>{reason.includes(file) ? reason : `${file}: ${reason}`}</code>
            </li>
          ))}
        </ul>
      )}
      <div className={styles.actions}>
        <ButtonLink variant="primary" href={`/datasets/${datasetId}`}>
          Open the gallery
        </ButtonLink>
        <Button onClick={onClose}>Import another</Button>
      </div>
    </div>
  );
}

const cancel = (jobId: string): Promise<unknown> =>
  postJson(`/api/jobs/${jobId}/cancel`, {}).catch((error) =>
    showError(`The import could not be cancelled: ${errorLine(error)}`),
  );
