import { useMemo } from 'react';
import { REVIEW_LOOKS, VERDICT_WORDS } from '@/components/review/review-words';
import { reviewShortcuts } from '@/components/review/use-review';
import { useShortcuts } from '@/components/shell/shortcuts';
import { countOf } from '@/components/ui/format-number';
import type { SampleSplit } from '@/lib/contracts/common';
import type { ReviewChange } from '@/lib/contracts/review';
import { changeMany } from './bulk-actions';
import { useGalleryStore } from './gallery-store';

export interface BulkActions {
  readonly review: (change: ReviewChange) => void;
  readonly split: (split: SampleSplit) => void;
  readonly tag: (tag: string) => void;
  readonly untag: (tag: string) => void;
  readonly remove: () => void;
}

const faces = (count: number) => countOf(count, 'face');

/** What is meant: the selected faces, and without any the one that the keys stand on. */
function meant(): { readonly ids: string[] } {
  const { selected, current } = useGalleryStore.getState();
  return { ids: selected.size > 0 ? [...selected] : current === null ? [] : [current] };
}

function selected(): { readonly ids: string[] } {
  return { ids: [...useGalleryStore.getState().selected] };
}

function setReview({ state, verdict }: ReviewChange): void {
  const target = meant();
  if (target.ids.length === 0) return;
  void changeMany({ action: 'review', target, state, verdict }, (count) => {
    if (state !== undefined) return `${faces(count)}: ${REVIEW_LOOKS[state].label.toLowerCase()}.`;
    return `${faces(count)}: ${verdict ? VERDICT_WORDS[verdict] : 'no verdict'}.`;
  });
}

/** Actions on the selected faces, by the bar's buttons and by keys. */
export function useBulkActions(): BulkActions {
  const hasSelection = useGalleryStore((store) => store.selected.size > 0);
  const actions = useMemo(
    (): BulkActions => ({
      review: setReview,
      split: (split) =>
        void changeMany(
          { action: 'split', target: selected(), split },
          (count) => `${faces(count)} moved to ${split === 'none' ? 'no split' : split}.`,
        ),
      tag: (tag) =>
        void changeMany({ action: 'tag', target: selected(), tag }, (count) => `${faces(count)} tagged “${tag}”.`),
      untag: (tag) =>
        void changeMany(
          { action: 'untag', target: selected(), tag },
          (count) => `The tag “${tag}” taken from ${faces(count)}.`,
        ),
      remove: () => void changeMany({ action: 'delete', target: selected() }, (count) => `${faces(count)} deleted.`),
    }),
    [],
  );
  useShortcuts('Review', reviewShortcuts(setReview));
  useShortcuts('Selection', [
    {
      name: 'gallery.delete',
      keys: 'Delete',
      label: 'Delete the selected faces',
      enabled: hasSelection,
      run: actions.remove,
    },
  ]);
  return actions;
}
