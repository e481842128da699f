import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import type { Filters, NumberDimension, Range, WordDimension } from '@/lib/evaluation/cross-filter';
import { formatRunView, parseRunView, type RunView } from '@/lib/evaluation/filter-address';

export interface RunViewState {
  readonly view: RunView;
  readonly change: (changes: Partial<RunView>) => void;
  readonly setRange: (dimension: NumberDimension, range: Range | null) => void;
  readonly toggleWord: (dimension: WordDimension, word: string) => void;
  readonly clear: () => void;
}

/** What the run's page shows, kept in its address: a link opens the same view, and going back undoes a filter. */
export function useRunView(): RunViewState {
  const params = useSearchParams();
  const view = useMemo(() => parseRunView(new URLSearchParams(params)), [params]);
  const show = useCallback((next: RunView) => {
    const address = formatRunView(next).toString();
    window.history.replaceState(null, '', address ? `?${address}` : window.location.pathname);
  }, []);
  return useMemo(() => {
    const change = (changes: Partial<RunView>) => show({ ...view, ...changes });
    const filter = (filters: Filters) => change({ filters });
    const { ranges, words } = view.filters;
    return {
      view,
      change,
      setRange(dimension, range) {
        const { [dimension]: _, ...others } = ranges;
        filter({ words, ranges: range?.some(Number.isFinite) ? { ...others, [dimension]: range } : others });
      },
      toggleWord(dimension, word) {
        const { [dimension]: chosen = [], ...others } = words;
        const next = chosen.includes(word) ? chosen.filter((known) => known !== word) : [...chosen, word];
        filter({ ranges, words: next.length > 0 ? { ...others, [dimension]: next } : others });
      },
      clear: () => filter({ ranges: {}, words: {} }),
    };
  }, [view, show]);
}
