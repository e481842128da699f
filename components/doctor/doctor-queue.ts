import type { QueueSource } from '@/components/queue/queue-source';
import type { SampleQuery } from '@/lib/contracts/sample';
import { fetchJson } from '@/lib/request';

/**
 * Suspects of a dataset that ask for an answer, the most suspect first: what components/queue goes through.
 *
 * @param query of the gallery; its dataset is the one that was examined
 * @param size  suspects there were when the queue was begun; null: as many as there are now
 */
export function doctorQueue(query: SampleQuery, size: number | null): QueueSource {
  const [datasetId] = query.dataset ?? [''];
  const ids = (signal: AbortSignal) =>
    fetchJson<readonly string[]>(`/api/datasets/${datasetId}/doctor/queue`, { signal });
  return {
    key: `doctor ${datasetId}`,
    title: 'Label doctor',
    size,
    query,
    read: async (_: string | null, signal: AbortSignal) => ({ ids: await ids(signal), nextCursor: null }),
    count: async (signal: AbortSignal) => (await ids(signal)).length,
  };
}
