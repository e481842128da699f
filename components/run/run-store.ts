import { create } from 'zustand';
import type { CropSource } from '@/lib/contracts/common';
import type { StoredItem } from '@/models/runtime/predict-samples';
import type { SampleFailure } from '@/models/runtime/run-progress';

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

export interface StoredNews {
  readonly modelId: string;
  readonly crop: CropSource;
  readonly items: readonly StoredItem[];
  /** samples have come or got labels too: lists of them are to be read anew */
  readonly addsSamples?: boolean;
}

const listeners = new Set<(news: StoredNews) => void>();

/** Hears of predictions as they are stored, so that what is on the screen follows. @returns how to stop listening */
export function onStoredPredictions(listener: (news: StoredNews) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function tellStored(news: StoredNews): void {
  for (const listener of listeners) listener(news);
}
