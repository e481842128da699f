'use client';

import { useEffect, useState } from 'react';
import { useJobsStore } from '@/components/shell/jobs-store';
import type { JobInfo } from '@/lib/contracts/job';
import type { GenerateSet } from '@/lib/contracts/synthesis';
import { errorLine, postJson } from '@/lib/request';
import type { KnownDataset } from './known-dataset';
import { MakeForm } from './make-form';
import { MakeProgress } from './make-progress';
import styles from './make-set.module.css';
import type { Settings } from './settings-url';

interface MakeSetProps {
  readonly settings: Settings;
  readonly onChange: (changes: Partial<Settings>) => void;
  /** there are generated faces to vary */
  readonly varies: boolean;
  readonly datasets: readonly KnownDataset[];
  /** the dataset that the faces to vary come from */
  readonly source: string | null;
}

/** Settings → a job of the server → the dataset and what it is made of. */
export function MakeSet({ settings, onChange, varies, datasets, source }: MakeSetProps) {
  const [jobId, setJobId] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const put = useJobsStore((store) => store.put);
  // one that was begun before this page was opened
  const running = useJobsStore((store) =>
    [...store.jobs.values()].find(({ kind, state }) => kind === 'synthesize' && state === 'running'),
  );
  const runningId = running?.id;
  useEffect(() => {
    if (runningId) setJobId(runningId);
  }, [runningId]);

  async function start(dataset: string) {
    const { limits, seed, size, count, jaw, splits, like, spread } = settings;
    const order: GenerateSet = {
      ...{ dataset, count, size, seed, jaw, splits, limits },
      like: varies ? { samples: [...like], spread } : undefined,
    };
    setError(null);
    try {
      const job = await postJson<JobInfo>('/api/synthesis', order);
      put([job]);
      setJobId(job.id);
    } catch (failure) {
      setError(errorLine(failure));
    }
  }

  return (
    <section aria-label="Make a dataset" className={styles.panel}>
      <h2>Make a dataset</h2>
      {jobId ? (
        <MakeProgress jobId={jobId} onClose={() => setJobId(null)} />
      ) : (
        <MakeForm
          settings={settings}
          onChange={onChange}
          varies={varies}
          datasets={datasets}
          source={source}
          error={error}
          onStart={start}
        />
      )}
    </section>
  );
}
