'use client';

import { useEffect, useState } from 'react';
import { onStoredPredictions } from '@/components/run/run-store';
import type { SampleFacets, SampleQuery } from '@/lib/contracts/sample';
import { fetchJson } from '@/lib/request';
import { apiParams, matchKey } from './gallery-query';
import { useGalleryStore } from './gallery-store';
import { useOpenSections } from './open-sections';

/** Counts follow a run at this pace, not at that of its batches. */
const PACE_MS = 2000;

/** The counts of a query; the last known ones stay until the new ones have come. */
export function useFacets(query: SampleQuery, initial: { readonly key: string; readonly facets: SampleFacets }) {
  const histograms = useOpenSections((store) => store.histograms.join(','));
  const key = facetsKey(query, histograms);
  const params = apiParams(query);
  params.set('histograms', histograms);
  const [known, setKnown] = useState({ key: initial.key, facets: initial.facets });
  // back from another page, the router may hand out the counts of the first visit
  const [wanted, setWanted] = useState(() => (useGalleryStore.getState().list ? 1 : 0));
  const changes = useGalleryStore((store) => store.changes);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the order alone changes no count, so the key decides
  useEffect(() => {
    if (known.key === key && wanted === 0 && changes === 0) return;
    const controller = new AbortController();
    fetchJson<SampleFacets>(`/api/samples/facets?${params}`, { signal: controller.signal }).then(
      (facets) => setKnown({ key, facets }),
      // the grid's own request tells of a server that does not answer
      () => undefined,
    );
    return () => controller.abort();
  }, [key, wanted, changes]);

  // two models are being compared behind the page: their counts grow
  const { pending } = known.facets;
  useEffect(() => {
    if (pending === 0) return;
    const timer = setTimeout(() => setWanted((count) => count + 1), PACE_MS);
    return () => clearTimeout(timer);
  }, [pending]);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = onStoredPredictions(() => {
      timer ??= setTimeout(() => {
        timer = undefined;
        setWanted((count) => count + 1);
      }, PACE_MS);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, []);

  return { facets: known.facets, isCurrent: known.key === key };
}

/** Which counts: equal keys are equal answers. @param histograms those counted, joined by commas */
export const facetsKey = (query: SampleQuery, histograms: string): string =>
  `${matchKey(query)}&histograms=${histograms}`;
