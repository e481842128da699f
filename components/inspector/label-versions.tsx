'use client';

import { type FormEvent, useEffect, useState } from 'react';
import { Button } from '@/components/ui/button';
import { formatDate } from '@/components/ui/format-number';
import { TextField } from '@/components/ui/text-field';
import type { LabelVersionInfo } from '@/lib/contracts/annotation-versions';
import { errorLine, fetchJson, postJson } from '@/lib/request';
import styles from './history-tab.module.css';

interface LabelVersionsProps {
  readonly datasetId: string;
  readonly datasetName: string;
}

/** Named moments of the whole dataset's labels: what an evaluation is pinned to. */
export function LabelVersions({ datasetId, datasetName }: LabelVersionsProps) {
  const [versions, setVersions] = useState<readonly LabelVersionInfo[]>([]);
  const [name, setName] = useState('');
  const [failure, setFailure] = useState<string | null>(null);
  const url = `/api/datasets/${datasetId}/label-versions`;

  useEffect(() => {
    const leave = new AbortController();
    fetchJson<LabelVersionInfo[]>(url, { signal: leave.signal }).then(setVersions, (error: unknown) => {
      if (!leave.signal.aborted) setFailure(errorLine(error));
    });
    return () => leave.abort();
  }, [url]);

  async function submit(event: FormEvent) {
    event.preventDefault();
    try {
      setVersions(await postJson<LabelVersionInfo[]>(url, { name }));
      setName('');
      setFailure(null);
    } catch (error) {
      setFailure(errorLine(error));
    }
  }

  return (
    <section aria-label={`Label versions of ${datasetName}`}>
      <h2>Label versions of {datasetName}</h2>
      <ol className={styles.list}>
        {versions.map(({ id, name: title, createdAt, evaluations, isCurrent }) => (
          <li key={id}>
            <div>
              <p>
                {title}
                {isCurrent && <em> · current</em>}
              </p>
              <p className={styles.when}>
                <time dateTime={createdAt}>{formatDate(createdAt)} UTC</time>
                {evaluations > 0 && `, ${evaluations} ${evaluations === 1 ? 'evaluation' : 'evaluations'}`}
              </p>
            </div>
          </li>
        ))}
      </ol>
      <form className={styles.naming} onSubmit={submit}>
        <TextField
          label="Name the labels as they are now"
          value={name}
          error={failure ?? undefined}
          onChange={(event) => setName(event.target.value)}
        />
        <Button type="submit" disabled={name.trim() === ''}>
          Name
        </Button>
      </form>
    </section>
  );
}
