import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { prefetchSample } from '@/components/editor/session-cache';
import { apiParams } from '@/components/gallery/gallery-query';
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
  /** why the queue could not be read */
  readonly failure: string | null;
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
  const [failure, setFailure] = useState<string | null>(null);
  const list = known.key === key ? known : EMPTY;

  const read = useCallback(
    async (from: Known, signal: AbortSignal) => {
      try {
        const page = await latest.current?.read(from.cursor, signal);
        if (!page || signal.aborted) return;
        const ids = [...from.ids, ...page.ids.filter((id) => !from.ids.includes(id))];
        setKnown({ key, ids, cursor: page.nextCursor, isLoaded: true });
        setFailure(null);
      } catch (error) {
        if (!signal.aborted) setFailure(errorLine(error));
      }
    },
    [key],
  );
  useEffect(() => {
    if (key === '') return;
    const leave = new AbortController();
    setSettled(new Set());
    void read({ ...EMPTY, key }, leave.signal);
    return () => leave.abort();
  }, [key, read]);

  // once: what is decided here is counted here, and need not have reached the server
  useEffect(() => {
    if (key === '') return;
    const leave = new AbortController();
    latest.current?.count(leave.signal).then(
      (count) => setLeft({ key, count }),
      () => undefined, // the bar goes without a number
    );
    return () => leave.abort();
  }, [key]);

  const at = list.ids.indexOf(sampleId);
  const isOpen = (id: string) => id !== sampleId && !settled.has(id);
  const after = list.ids.slice(at + 1).filter(isOpen);
  const next = after[0] ?? list.ids.slice(0, Math.max(0, at)).find(isOpen) ?? null;
  const previous = at > 0 ? list.ids[at - 1] : null;

  const isShort = list.isLoaded && list.cursor !== null && after.length < FEW_LEFT;
  useEffect(() => {
    if (!isShort) return;
    const leave = new AbortController();
    void read(known, leave.signal);
    return () => leave.abort();
  }, [isShort, known, read]);

  const ahead = after.slice(0, AHEAD).join(' ') || (next ?? '');
  useEffect(() => {
    for (const id of ahead.split(' ').filter(Boolean)) prefetchSample(id);
  }, [ahead]);

  const strip = useStrip(source, list.ids.slice(Math.max(0, at - STRIP.before), Math.max(0, at) + STRIP.after));
  const settle = useCallback((id: string) => setSettled((before) => new Set(before).add(id)), []);

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
      failure,
      settle,
    };
  }, [source, counted, settledHere, previous, next, list, settled, sampleId, at, strip, failure, settle]);
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
