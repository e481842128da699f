'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { useJob } from '@/components/datasets/use-job';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { countOf, formatCount } from '@/components/ui/format-number';
import { Progress } from '@/components/ui/progress';
import { showError, showInfo } from '@/components/ui/toast-store';
import type { RepairPreviewTile, SetFaultEntry } from '@/lib/contracts/doctor';
import type { JobInfo } from '@/lib/contracts/job';
import { errorLine, fetchJson, postJson } from '@/lib/request';
import { BeforeAfter } from './before-after';
import styles from './repair-dialog.module.css';
import { undoRepair } from './undo-repair';

interface RepairDialogProps {
  readonly datasetId: string;
  readonly fault: SetFaultEntry;
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Some faces before and after, then the repair itself: as new versions that can be taken back. */
export function RepairDialog({ datasetId, fault, open, onClose }: RepairDialogProps) {
  const router = useRouter();
  const [tiles, setTiles] = useState<readonly RepairPreviewTile[] | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [jobId, setJobId] = useState<string | null>(null);
  const job = useJob(jobId);
  const isRunning = jobId !== null && (job === null || job.state === 'running');

  useEffect(() => {
    if (!open) return;
    const leave = new AbortController();
    setFailure(null);
    const url = `/api/datasets/${datasetId}/doctor/repairs?fault=${encodeURIComponent(fault.id)}`;
    fetchJson<readonly RepairPreviewTile[]>(url, { signal: leave.signal }).then(
      setTiles,
      (error) => !leave.signal.aborted && setFailure(errorLine(error)),
    );
    return () => leave.abort();
  }, [open, datasetId, fault.id]);

  const close = useRef(onClose);
  close.current = onClose;
  const ended = job !== null && job.state !== 'running' ? job : null;
  useEffect(() => {
    if (!ended) return;
    setJobId(null);
    if (ended.state === 'failed') showError(`The repair failed: ${ended.message}`);
    else {
      const { repair, samples } = (ended.result ?? { repair: null, samples: 0 }) as { repair: string; samples: number };
      const undo = repair && { label: 'Undo', run: () => undoRepair(datasetId, repair, router.refresh) };
      showInfo(
        ended.state === 'done' ? `${countOf(samples, 'face')} repaired.` : 'The repair was cancelled.',
        undo || undefined,
      );
    }
    close.current();
    router.refresh();
  }, [ended, datasetId, router]);

  async function apply() {
    setFailure(null);
    try {
      const begun = await postJson<JobInfo>(`/api/datasets/${datasetId}/doctor/repairs`, { fault: fault.id });
      setJobId(begun.id);
    } catch (error) {
      setFailure(errorLine(error));
    }
  }

  return (
    <Dialog
      open={open}
      onClose={onClose}
      title="Before and after"
      width={760}
      footer={
        <>
          <Button onClick={onClose}>Leave it</Button>
          <Button variant="primary" icon="check" busy={isRunning} disabled={!tiles?.length} onClick={apply}>
            Repair {countOf(fault.affected, 'face')}
          </Button>
        </>
      }
    >
      <p className={styles.words}>
        {fault.text}. Grey is the label as it is, orange as it would be, and a thin line goes with every point that
        moves. Each face gets a new version; nothing is overwritten, and the repair can be taken back.
      </p>
      {failure && (
        <p role="alert" className={styles.failure}>
          {failure}
        </p>
      )}
      {isRunning && (
        <div className={styles.progress}>
          <Progress label="Repair" done={job?.done ?? 0} total={job?.total ?? null} />
          <p role="status">{formatCount(job?.done ?? 0)} faces repaired</p>
        </div>
      )}
      {tiles === null && !failure && <p role="status">Reading some faces…</p>}
      {tiles?.length === 0 && <p>No face would be changed: examine the set again.</p>}
      {tiles && tiles.length > 0 && (
        <ul className={styles.grid}>
          {tiles.map((tile) => (
            <li key={tile.sampleId}>
              <BeforeAfter tile={tile} />
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}
