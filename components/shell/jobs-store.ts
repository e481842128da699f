import { create } from 'zustand';
import { refreshRuns, useTrainingStore } from '@/components/training/training-store';
import type { JobInfo } from '@/lib/contracts/job';
import type { TrainingRunInfo } from '@/lib/contracts/training-run';
import { fetchJson } from '@/lib/request';

interface JobsStore {
  readonly jobs: ReadonlyMap<string, JobInfo>;
  readonly put: (jobs: readonly JobInfo[]) => void;
}

/** The server's long work, newest first, as told by `/api/events`. */
export const useJobsStore = create<JobsStore>((set) => ({
  jobs: new Map(),
  put: (changed) =>
    set(({ jobs }) => {
      const all = new Map(jobs);
      for (const job of changed) all.set(job.id, job);
      return { jobs: new Map([...all].sort(([, a], [, b]) => b.createdAt.localeCompare(a.createdAt))) };
    }),
}));

/**
 * Follows the server's jobs until the returned function is called. A hidden tab lets go of its connection: browsers
 * allow six to one server, and a seventh tab would wait forever.
 */
export function followJobs(): () => void {
  let events: EventSource | null = null;
  const { put } = useJobsStore.getState();

  function open() {
    events = new EventSource('/api/events');
    // what happened while nobody listened
    events.addEventListener('open', () => {
      fetchJson<readonly JobInfo[]>('/api/jobs').then(put, () => undefined);
      refreshRuns();
    });
    events.addEventListener('job', (event) => put([JSON.parse(event.data) as JobInfo]));
    events.addEventListener('training', (event) =>
      useTrainingStore.getState().put(JSON.parse(event.data) as TrainingRunInfo),
    );
  }
  function close() {
    events?.close();
    events = null;
  }
  function onVisibility() {
    if (document.visibilityState === 'hidden') close();
    else if (!events) open();
  }

  onVisibility();
  document.addEventListener('visibilitychange', onVisibility);
  return () => {
    document.removeEventListener('visibilitychange', onVisibility);
    close();
  };
}
