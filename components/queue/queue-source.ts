import type { SampleQuery } from '@/lib/contracts/sample';

/** A page of a queue. */
export interface QueuePage {
  readonly ids: readonly string[];
  /** null: these were the last */
  readonly nextCursor: string | null;
}

/**
 * Samples to be gone through one by one. The server keeps no list: a queue is what a question finds, in order, and what
 * has been settled is no longer found. So a queue can be left and taken up again by its address.
 */
export interface QueueSource {
  /** equal keys are the same queue */
  readonly key: string;
  /** what is being done: "Review" */
  readonly title: string;
  /** samples there were when it was begun; null: as many as there are now */
  readonly size: number | null;
  /** whose predictions the strip of faces shows */
  readonly query: SampleQuery;
  /** what is left, in order */
  read(cursor: string | null, signal: AbortSignal): Promise<QueuePage>;
  /** how much is left */
  count(signal: AbortSignal): Promise<number>;
}
