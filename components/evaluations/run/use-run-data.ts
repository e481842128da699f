import { useEffect, useState } from 'react';
import type { FilterData } from '@/lib/evaluation/cross-filter';
import { parseRunFile } from '@/lib/evaluation/run-file';
import { errorLine, fetchOk } from '@/lib/request';

export type RunData =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly reason: string }
  | { readonly state: 'ready'; readonly data: FilterData };

/** Every image of a run in one answer. */
export function useRunData(id: string): RunData {
  const [run, setRun] = useState<RunData>({ state: 'loading' });
  useEffect(() => {
    const ending = new AbortController();
    fetchOk(`/api/evaluations/${id}/columns`, { signal: ending.signal })
      .then((response) => response.arrayBuffer())
      .then((bytes) => setRun({ state: 'ready', data: parseRunFile(new Uint8Array(bytes)) }))
      .catch((error) => {
        if (!ending.signal.aborted) setRun({ state: 'failed', reason: errorLine(error) });
      });
    return () => ending.abort();
  }, [id]);
  return run;
}

/** Offsets of every landmark, asked for once they are wanted; null until they are there. */
export function useOffsets(id: string, isWanted: boolean): Float32Array | null {
  const [offsets, setOffsets] = useState<Float32Array | null>(null);
  useEffect(() => {
    if (!isWanted || offsets) return;
    const ending = new AbortController();
    fetchOk(`/api/evaluations/${id}/offsets`, { signal: ending.signal })
      .then((response) => response.arrayBuffer())
      .then((bytes) => setOffsets(new Float32Array(bytes)))
      .catch(() => undefined); // the maps go on to show the whole run, and say so
    return () => ending.abort();
  }, [id, isWanted, offsets]);
  return offsets;
}
