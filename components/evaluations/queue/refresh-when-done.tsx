'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { useJobsStore } from '@/components/shell/jobs-store';
import { useQueueStore } from './queue-store';

/** Reads the page's list anew when an evaluation has ended, here or on the server. */
export function RefreshWhenDone(): null {
  const router = useRouter();
  const done = useQueueStore(({ tasks }) => tasks.filter(({ state }) => state === 'done').length);
  const jobs = useJobsStore((store) => store.jobs);
  const ended = [...jobs.values()].filter(({ kind, state }) => kind === 'evaluate' && state !== 'running').length;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the counts say when
  useEffect(() => router.refresh(), [done, ended, router]);
  return null;
}
