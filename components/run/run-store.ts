import { create } from 'zustand';

/** A model at work on samples in this browser. */
export interface PredictionRun {
  readonly id: number;
  readonly modelId: string;
  readonly title: string;
  readonly state: 'running' | 'done' | 'failed' | 'cancelled';
  readonly total: number;
  /** stored or failed */
  readonly done: number;
  readonly failures: readonly SampleFailure[];
  readonly imagesPerSecond: number | null;
  readonly secondsLeft: number | null;
  /** where the network runs, or why the run as a whole failed */
  readonly message: string;
  readonly cancel: () => void;
}

export interface SampleFailure {
  readonly sample: string;
  readonly reason: string;
}

interface RunStore {
  readonly runs: readonly PredictionRun[];
  readonly put: (run: PredictionRun) => void;
  readonly patch: (id: number, changes: Partial<PredictionRun>) => void;
}

/** Runs outlive the page they were started on, newest first; they end with the tab. */
export const useRunStore = create<RunStore>((set) => ({
  runs: [],
  put: (run) => set(({ runs }) => ({ runs: [run, ...runs] })),
  patch: (id, changes) =>
    set(({ runs }) => ({ runs: runs.map((run) => (run.id === id ? { ...run, ...changes } : run)) })),
}));
