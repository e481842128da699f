'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useJobsStore } from '@/components/shell/jobs-store';
import { Button } from '@/components/ui/button';
import { countOf, formatCount } from '@/components/ui/format-number';
import { showError } from '@/components/ui/toast-store';
import type { JobInfo } from '@/lib/contracts/job';
import type { UnfinishedSet } from '@/lib/contracts/synthesis';
import { errorLine, fetchOk, postJson } from '@/lib/request';
import styles from './unfinished-sets.module.css';

/** Sets that were begun and not finished: to be gone on with, or left as they are. */
export function UnfinishedSets({ sets }: { readonly sets: readonly UnfinishedSet[] }) {
  const router = useRouter();
  const put = useJobsStore((store) => store.put);
  const [asked, setAsked] = useState<ReadonlySet<string>>(new Set());
  const open = sets.filter(({ runId }) => !asked.has(runId));
  if (open.length === 0) return null;

  async function decide({ datasetId, runId, datasetName }: UnfinishedSet, goOn: boolean) {
    const url = `/api/synthesis/${datasetId}/${runId}`;
    try {
      if (goOn) put([await postJson<JobInfo>(url, {})]);
      else await fetchOk(url, { method: 'DELETE' });
      setAsked((old) => new Set([...old, runId]));
      router.refresh();
    } catch (error) {
      showError(`${datasetName}: ${errorLine(error)}`);
    }
  }

  return (
    <ul className={styles.sets} aria-label="Unfinished sets">
      {open.map((set) => (
        <li key={set.runId}>
          <p>
            <b>{set.datasetName}</b> has {formatCount(set.made)} of {countOf(set.count, 'face')}
            {set.reason ? `: ${set.reason}` : '.'}
          </p>
          <Button icon="play" onClick={() => decide(set, true)}>
            Go on
          </Button>
          <Button variant="quiet" onClick={() => decide(set, false)}>
            Leave it so
          </Button>
        </li>
      ))}
    </ul>
  );
}
