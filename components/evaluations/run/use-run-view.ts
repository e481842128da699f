import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import type { Filters, NumberDimension, Range, WordDimension } from '@/lib/evaluation/cross-filter';
import { formatRunView, parseRunView, type RunView } from '@/lib/evaluation/filter-address';

/** `replace`: no step of its own for the Back button, as while a slider moves */
type HistoryStep = 'push' | 'replace';

export interface RunViewState {
  readonly view: RunView;
  readonly change: (changes: Partial<RunView>, step?: HistoryStep) => void;
  readonly setRange: (dimension: NumberDimension, range: Range | null, step?: HistoryStep) => void;
  readonly toggleWord: (dimension: WordDimension, word: string) => void;
  readonly clear: () => void;
}

/** What the run's page shows, kept in its address: a link opens the same view, and going back undoes a filter. */
export function useRunView(): RunViewState {
  const params = useSearchParams();
  const view = useMemo(() => parseRunView(new URLSearchParams(params)), [params]);
  const show = useCallback((next: RunView, step: HistoryStep) => {
    const address = formatRunView(next).toString();
    const search = address && `?${address}`;
    if (search === window.location.search) return;
    const url = search || window.location.pathname;
    if (step === 'push') window.history.pushState(null, '', url);
    else window.history.replaceState(null, '', url);
  }, []);
  return useMemo(() => {
    const change = (changes: Partial<RunView>, step: HistoryStep = 'push') => show({ ...view, ...changes }, step);
    const filter = (filters: Filters, step?: HistoryStep) => change({ filters }, step);
    const { ranges, words } = view.filters;
    return {
      view,
      change,
      setRange(dimension, range, step) {
        const { [dimension]: _, ...others } = ranges;
        filter({ words, ranges: range?.some(Number.isFinite) ? { ...others, [dimension]: range } : others }, step);
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
