'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import type { SampleQuery } from '@/lib/contracts/sample';
import { type GalleryView, parseView, viewParams } from './gallery-query';

interface ViewChange {
  readonly query?: Partial<SampleQuery>;
  readonly tileSize?: number;
}

export interface GalleryViewState extends GalleryView {
  /** `replace`: no step of its own for the Back button, as while typing */
  readonly change: (change: ViewChange, history?: 'push' | 'replace') => void;
  /** the address's query, for links that keep the view */
  readonly search: string;
}

/** The view lives in the address: reading it is parsing, changing it is going there. */
export function useGalleryView(scope: string, defaultModel: string | null): GalleryViewState {
  const text = useSearchParams().toString();
  const view = useMemo(() => parseView(scope, new URLSearchParams(text), defaultModel), [scope, text, defaultModel]);
  const change = useCallback<GalleryViewState['change']>(
    ({ query, tileSize }, history = 'push') => {
      // another change may be there already that has not been drawn yet
      const now = parseView(scope, new URLSearchParams(window.location.search), defaultModel);
      const params = viewParams(scope, {
        query: { ...now.query, ...query },
        tileSize: tileSize ?? now.tileSize,
      });
      const url = `${window.location.pathname}${params.size > 0 ? `?${params}` : ''}`;
      if (history === 'push') window.history.pushState(null, '', url);
      else window.history.replaceState(null, '', url);
    },
    [scope, defaultModel],
  );
  return { ...view, change, search: viewParams(scope, view).toString() };
}
