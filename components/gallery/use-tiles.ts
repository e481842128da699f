'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { onStoredPredictions } from '@/components/run/run-store';
import type { SamplePage, SampleQuery } from '@/lib/contracts/sample';
import { errorLine, fetchJson } from '@/lib/request';
import { apiParams } from './gallery-query';
import { type TileList, useGalleryStore } from './gallery-store';

export const FIRST_PAGE = 100;
const NEXT_PAGES = 200;
/** Coming back to a longer list shows it as it was left. */
const MOST_TO_RENEW = 2000;

export interface Tiles extends TileList {
  readonly isLoading: boolean;
  /** why the next page could not be read */
  readonly error: string | null;
  /** reads the next page; does nothing while one is being read, or after the last */
  readonly readMore: () => void;
  /** reads from the start again, and goes there */
  readonly readAgain: () => void;
  /** counts these */
  readonly generation: number;
}

/** The tiles of a query, page after page; the server's first page spares the first request. */
export function useTiles(query: SampleQuery, initial: { readonly key: string; readonly page: SamplePage }): Tiles {
  const key = apiParams(query).toString();
  const stored = useGalleryStore((store) => (store.list?.key === key ? store.list : null));
  const [generation, setGeneration] = useState(0);
  const [reading, setReading] = useState<string | null>(null);
  const [failure, setFailure] = useState<{ readonly key: string; readonly line: string } | null>(null);
  const busy = useRef<AbortController>(null);

  const read = useCallback(
    (cursor: string | null) => {
      busy.current?.abort();
      const controller = new AbortController();
      busy.current = controller;
      setReading(key);
      setFailure(null);
      readPage(key, cursor, cursor ? NEXT_PAGES : FIRST_PAGE, controller.signal)
        .then((page) => {
          const { open, append } = useGalleryStore.getState();
          (cursor ? append : open)(key, page);
        })
        .catch((error) => controller.signal.aborted || setFailure({ key, line: errorLine(error) }))
        .finally(() => {
          if (busy.current !== controller) return;
          busy.current = null;
          setReading(null);
        });
    },
    [key],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs once a query; later news comes by itself
  useEffect(() => {
    const known = useGalleryStore.getState().list;
    if (known?.key === key) {
      void renew(known);
    } else if (initial.key === key) {
      useGalleryStore.getState().open(key, initial.page);
      // back from another page, the router may hand out the tiles of the first visit
      if (known) void renew({ key, tiles: initial.page.items });
    } else {
      read(null);
    }
    return () => busy.current?.abort();
  }, [key]);

  const changes = useGalleryStore((store) => store.changes);
  const met = useRef(changes);
  useEffect(() => {
    if (met.current === changes) return;
    met.current = changes;
    const known = useGalleryStore.getState().list;
    if (known?.key === key) void renew(known).catch(() => undefined); // the grid keeps what it has
  }, [changes, key]);

  useEffect(
    () =>
      onStoredPredictions((news) => {
        if (news.modelId === query.model && query.crop === 'ground-truth') useGalleryStore.getState().applyStored(news);
      }),
    [query.model, query.crop],
  );

  const fresh = initial.key === key ? { key, tiles: initial.page.items, nextCursor: initial.page.nextCursor } : null;
  const list = stored ?? fresh ?? { key, tiles: [], nextCursor: null };
  const error = failure?.key === key ? failure.line : null;
  const readMore = () => {
    if (busy.current) return;
    if (list.nextCursor) read(list.nextCursor);
    else if (error) read(null);
  };
  return {
    ...list,
    isLoading: reading === key || (!stored && !fresh && !error),
    error,
    readMore,
    readAgain: () => {
      useGalleryStore.getState().setScrollTop(0);
      setGeneration((count) => count + 1);
      read(null);
    },
    generation,
  };
}

const readPage = (key: string, cursor: string | null, limit: number, signal?: AbortSignal): Promise<SamplePage> => {
  const params = new URLSearchParams(key);
  params.set('limit', String(limit));
  if (cursor) params.set('cursor', cursor);
  return fetchJson(`/api/samples?${params}`, { signal });
};

/** Reads again what was read before the page was left: labels may have been corrected meanwhile. */
async function renew({ key, tiles }: Pick<TileList, 'key' | 'tiles'>): Promise<void> {
  if (tiles.length > MOST_TO_RENEW) return;
  const items = [];
  let cursor: string | null = null;
  do {
    const page: SamplePage = await readPage(key, cursor, NEXT_PAGES);
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor && items.length < tiles.length);
  if (useGalleryStore.getState().list?.key === key) useGalleryStore.getState().open(key, { items, nextCursor: cursor });
}
