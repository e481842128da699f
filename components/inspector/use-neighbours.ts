import { useEffect, useState } from 'react';
import { prefetchSample } from '@/components/editor/session-cache';
import { useGalleryStore } from '@/components/gallery/gallery-store';
import { useRetry } from '@/components/ui/use-retry';
import type { SampleNeighbours } from '@/lib/contracts/sample';
import { fetchJson } from '@/lib/request';

/**
 * The gallery's order around a sample. While the window of a new sample is on its way, the one before serves on as long
 * as it holds that sample, so that a key held down does not stumble.
 *
 * @param query the gallery's query, as the API wants it; null: another order is gone through, and this one rests
 */
export function useNeighbours(
  first: SampleNeighbours,
  firstId: string,
  sampleId: string,
  query: string | null,
): SampleNeighbours {
  const [known, setKnown] = useState({ key: `${firstId}?${query}`, neighbours: first });
  const key = `${sampleId}?${query}`;
  useEffect(() => useGalleryStore.getState().visit(sampleId), [sampleId]);

  const [failure, setFailure] = useState<object | null>(null);
  const { attempt } = useRetry(failure);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what has failed is asked for with the next attempt
  useEffect(() => {
    setFailure(null);
    if (known.key === key || query === null) return;
    const ending = new AbortController();
    fetchJson<SampleNeighbours>(`/api/samples/${sampleId}/neighbours?${query}`, { signal: ending.signal }).then(
      (neighbours) => setKnown({ key, neighbours }),
      // the strip stays as it is meanwhile
      () => ending.signal.aborted || setFailure({}),
    );
    return () => ending.abort();
  }, [known.key, key, sampleId, query, attempt]);

  const neighbours = known.key === key ? known.neighbours : inStrip(known.neighbours, sampleId);
  const isResting = query === null;
  useEffect(() => {
    if (isResting) return;
    if (neighbours.next) prefetchSample(neighbours.next);
    if (neighbours.previous) prefetchSample(neighbours.previous);
  }, [isResting, neighbours.next, neighbours.previous]);
  return neighbours;
}

function inStrip({ strip }: SampleNeighbours, sampleId: string): SampleNeighbours {
  const at = strip.findIndex(({ id }) => id === sampleId);
  if (at < 0) return { previous: null, next: null, strip };
  return { previous: strip[at - 1]?.id ?? null, next: strip[at + 1]?.id ?? null, strip };
}
