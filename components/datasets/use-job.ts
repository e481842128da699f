'use client';

import { useEffect } from 'react';
import { useJobsStore } from '@/components/shell/jobs-store';
import type { JobInfo } from '@/lib/contracts/job';
import { fetchJson } from '@/lib/request';

const POLL_MS = 2000;

/** One job of the server until it ends: from the stream of events, and asked for in case the stream is silent. */
export function useJob(id: string | null): JobInfo | null {
  const job = useJobsStore((store) => (id === null ? null : (store.jobs.get(id) ?? null)));
  const put = useJobsStore((store) => store.put);
  const open = id !== null && (job === null || job.state === 'running');
  useEffect(() => {
    if (!open) return;
    const ask = () => fetchJson<readonly JobInfo[]>('/api/jobs').then(put, () => undefined);
    void ask();
    const timer = setInterval(ask, POLL_MS);
    return () => clearInterval(timer);
  }, [open, put]);
  return job;
}
