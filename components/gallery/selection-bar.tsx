'use client';

import { EvaluatePicked } from '@/components/evaluations/evaluate-picked';
import { MoreLikeThese } from '@/components/generate/more-like-these';
import { Button } from '@/components/ui/button';
import { formatCount } from '@/components/ui/format-number';
import { useGalleryStore } from './gallery-store';
import type { ModelChoice } from './model-choice';
import styles from './selection-bar.module.css';
import type { GalleryActions } from './use-gallery-actions';

interface SelectionBarProps {
  readonly model: ModelChoice | null;
  /** how many match the filters */
  readonly total: number;
  readonly actions: GalleryActions;
}

/** What to do with the selected faces; there while there are any. */
export function SelectionBar({ model, total, actions }: SelectionBarProps) {
  const count = useGalleryStore((store) => store.selected.size);
  const hasUnlabelled = useGalleryStore(
    ({ list, selected }) => list?.tiles.some(({ id, revision }) => revision === 0 && selected.has(id)) ?? false,
  );
  return (
    <div className={styles.place}>
      <p role="status" className="visually-hidden">
        {count > 0 ? `${formatCount(count)} selected` : ''}
      </p>
      {count > 0 && (
        <section aria-label="Selection" className={styles.bar}>
          <strong>{formatCount(count)} selected</strong>
          {model && (
            <Button variant="primary" icon="play" onClick={actions.runOnSelected}>
              Run {model.title}
            </Button>
          )}
          <EvaluatePicked ids={() => [...useGalleryStore.getState().selected]} modelId={model?.id ?? null} />
          {model && hasUnlabelled && (
            <Button icon="search" onClick={actions.annotateSelected}>
              Detect and annotate
            </Button>
          )}
          <MoreLikeThese selection={() => [...useGalleryStore.getState().selected]} />
          {count < total && (
            <Button variant="quiet" busy={actions.isReading} onClick={actions.selectMatching}>
              Select all {formatCount(total)}
            </Button>
          )}
          <Button variant="quiet" icon="close" onClick={actions.clearSelection}>
            Clear
          </Button>
        </section>
      )}
    </div>
  );
}
