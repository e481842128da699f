import { RequestError } from '@/lib/request';

export interface SampleFailure {
  readonly sample: string;
  readonly reason: string;
}

export interface PredictProgress {
  /** stored or failed */
  readonly done: number;
  readonly total: number;
  readonly failures: readonly SampleFailure[];
  /** since the start; null before the first batch */
  readonly imagesPerSecond: number | null;
  readonly secondsLeft: number | null;
}

/** Counts what a run over samples has done, and what it passed over. */
export interface RunProgress {
  now(): PredictProgress;
  /**
   * Notes a sample that is passed over.
   *
   * @throws what ends the whole run instead: a cancel, or a server that does not answer
   */
  fail(sample: string, error: unknown, signal?: AbortSignal): void;
  finish(samples: number): void;
}

export function runProgress(total: number): RunProgress {
  const failures: SampleFailure[] = [];
  const start = performance.now();
  let done = 0;
  return {
    now() {
      const seconds = (performance.now() - start) / 1000;
      const imagesPerSecond = done > 0 && seconds > 0 ? done / seconds : null;
      return {
        done,
        total,
        failures: [...failures],
        imagesPerSecond,
        secondsLeft: imagesPerSecond === null ? null : (total - done) / imagesPerSecond,
      };
    },
    fail(sample, error, signal) {
      rethrowIfOver(error, signal);
      failures.push({ sample, reason: error instanceof Error ? error.message : String(error) });
    },
    finish(samples) {
      done += samples;
    },
  };
}

/** What ends the whole run: a cancel, or a server that does not answer. */
export function rethrowIfOver(error: unknown, signal?: AbortSignal): void {
  signal?.throwIfAborted();
  if (error instanceof RequestError && error.status === 0) throw error;
}

export const inParallel = (count: number, work: (index: number) => Promise<void>): Promise<unknown> =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));
