'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { onStoredPredictions } from '@/components/run/run-store';
import type { SamplePage, SampleQuery } from '@/lib/contracts/sample';
import { errorLine } from '@/lib/request';
import { apiParams } from './gallery-query';
import { type TileList, useGalleryStore } from './gallery-store';
import { FIRST_PAGE, NEXT_PAGES, readPage, renewTiles } from './read-tiles';

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
          const { list, open, append } = useGalleryStore.getState();
          if (!cursor) open(key, page);
          // else the list has been read again meanwhile, and may end elsewhere
          else if (list?.nextCursor === cursor) append(key, page);
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
      void renewTiles(key);
    } else if (initial.key === key) {
      useGalleryStore.getState().open(key, initial.page);
      // back from another page, the router may hand out the tiles of the first visit
      if (known) void renewTiles(key);
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
    void renewTiles(key);
  }, [changes, key]);

  useEffect(
    () =>
      onStoredPredictions((news) => {
        const { touch, applyStored } = useGalleryStore.getState();
        if (news.addsSamples) touch('all');
        if (news.modelId === query.model && news.crop === query.crop) applyStored(news);
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
