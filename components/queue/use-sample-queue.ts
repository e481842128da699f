import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { prefetchSample } from '@/components/editor/session-cache';
import { apiParams } from '@/components/gallery/gallery-query';
import { useRetry } from '@/components/ui/use-retry';
import type { SampleTile } from '@/lib/contracts/sample';
import { errorLine, fetchJson } from '@/lib/request';
import type { QueueSource } from './queue-source';

/** Tiles of the strip before and after the face. */
const STRIP = { before: 6, after: 14 } as const;
/** The next page is read when so few are left of the known ones. */
const FEW_LEFT = 10;
/** Faces that are loaded and decoded before they are wanted. */
const AHEAD = 2;

export interface SampleQueue {
  readonly title: string;
  /** settled since the queue was begun, of how many; null until it has been counted */
  readonly progress: { readonly done: number; readonly total: number } | null;
  readonly previous: string | null;
  /** the next that is not settled; null: none is left, or it is not known yet */
  readonly next: string | null;
  /** nothing is left to be settled */
  readonly isOver: boolean;
  readonly strip: readonly SampleTile[];
  /** why the queue could not be read; it is asked for again by itself */
  readonly failure: string | null;
  readonly tryAgain: () => void;
  /** somebody has decided about a sample: it is not asked again */
  settle(sampleId: string): void;
}

interface Known {
  readonly key: string;
  readonly ids: readonly string[];
  readonly cursor: string | null;
  readonly isLoaded: boolean;
}

/**
 * Goes through a queue. Its order is kept as it was read, so that mending one face does not move the others about.
 *
 * @param source null: no queue is gone through
 */
export function useSampleQueue(source: QueueSource | null, sampleId: string): SampleQueue | null {
  const key = source?.key ?? '';
  const latest = useRef(source);
  latest.current = source;
  const [known, setKnown] = useState<Known>(EMPTY);
  const [settled, setSettled] = useState<ReadonlySet<string>>(new Set());
  const [left, setLeft] = useState<{ readonly key: string; readonly count: number } | null>(null);
  const [failure, setFailure] = useState<{ readonly line: string } | null>(null);
  const { attempt, tryAgain } = useRetry(failure);
  const list = known.key === key ? known : EMPTY;
  /** until the first decision: what is decided here is counted here, and need not have reached the server */
  const canCount = useRef(true);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another queue begins with nothing known
  useEffect(() => {
    setKnown(EMPTY);
    setSettled(new Set());
    setFailure(null);
    canCount.current = true;
  }, [key]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: what has failed is asked for with the next attempt
  useEffect(() => {
    if (key === '' || !canCount.current) return;
    const leave = new AbortController();
    latest.current?.count(leave.signal).then(
      (count) => {
        setLeft({ key, count });
        canCount.current = false;
      },
      () => undefined, // the bar goes without a number
    );
    return () => leave.abort();
  }, [key, attempt]);

  const at = list.ids.indexOf(sampleId);
  const isOpen = (id: string) => id !== sampleId && !settled.has(id);
  const after = list.ids.slice(at + 1).filter(isOpen);
  const next = after[0] ?? list.ids.slice(0, Math.max(0, at)).find(isOpen) ?? null;
  const previous = at > 0 ? list.ids[at - 1] : null;

  const isWanted = key !== '' && (!list.isLoaded || (list.cursor !== null && after.length < FEW_LEFT));
  // biome-ignore lint/correctness/useExhaustiveDependencies: what has failed is asked for with the next attempt
  useEffect(() => {
    if (!isWanted) return;
    const leave = new AbortController();
    latest.current?.read(list.cursor, leave.signal).then(
      (page) => {
        if (leave.signal.aborted) return;
        const ids = [...list.ids, ...page.ids.filter((id) => !list.ids.includes(id))];
        setKnown({ key, ids, cursor: page.nextCursor, isLoaded: true });
        setFailure(null);
      },
      (error: unknown) => {
        if (!leave.signal.aborted) setFailure({ line: errorLine(error) });
      },
    );
    return () => leave.abort();
  }, [isWanted, key, list, attempt]);

  const ahead = after.slice(0, AHEAD).join(' ') || (next ?? '');
  useEffect(() => {
    for (const id of ahead.split(' ').filter(Boolean)) prefetchSample(id);
  }, [ahead]);

  const strip = useStrip(source, list.ids.slice(Math.max(0, at - STRIP.before), Math.max(0, at) + STRIP.after));
  const settle = useCallback((id: string) => {
    canCount.current = false;
    setSettled((before) => new Set(before).add(id));
  }, []);

  const counted = left?.key === key ? left.count : null;
  const settledHere = list.ids.filter((id) => settled.has(id)).length;
  return useMemo(() => {
    if (!source) return null;
    const total = Math.max(source.size ?? 0, counted ?? 0);
    return {
      title: source.title,
      progress: counted === null ? null : { done: Math.min(total, total - counted + settledHere), total },
      previous,
      next,
      isOver: list.isLoaded && list.cursor === null && next === null && (settled.has(sampleId) || at < 0),
      strip,
      failure: failure?.line ?? null,
      tryAgain,
      settle,
    };
  }, [source, counted, settledHere, previous, next, list, settled, sampleId, at, strip, failure, tryAgain, settle]);
}

const EMPTY: Known = { key: '', ids: [], cursor: null, isLoaded: false };

/** Tiles of some samples, kept while others are on their way. */
function useStrip(source: QueueSource | null, ids: readonly string[]): readonly SampleTile[] {
  const [tiles, setTiles] = useState<ReadonlyMap<string, SampleTile>>(new Map());
  const wanted = ids.join(',');
  const params = source ? apiParams(source.query).toString() : '';
  useEffect(() => {
    if (wanted === '' || params === '') return;
    const leave = new AbortController();
    fetchJson<readonly SampleTile[]>(`/api/samples/tiles?${params}&ids=${wanted}`, { signal: leave.signal }).then(
      (found) => setTiles(new Map(found.map((tile) => [tile.id, tile]))),
      () => undefined, // the strip stays as it is
    );
    return () => leave.abort();
  }, [wanted, params]);
  return useMemo(() => wanted.split(',').flatMap((id) => tiles.get(id) ?? []), [wanted, tiles]);
}
