'use client';

import { REVIEW_LOOKS, VERDICT_LOOKS } from '@/components/review/review-words';
import { useKeysOf } from '@/components/shell/keymap-store';
import { TagField } from '@/components/tags/tag-editor';
import { Button } from '@/components/ui/button';
import { formatCount } from '@/components/ui/format-number';
import { IconButton } from '@/components/ui/icon-button';
import { keysText } from '@/components/ui/kbd';
import { Menu } from '@/components/ui/menu';
import { Popover } from '@/components/ui/popover';
import { splitSchema } from '@/lib/contracts/common';
import { REVIEW_STATES, type TagCount, VERDICTS } from '@/lib/contracts/review';
import { useGalleryStore } from './gallery-store';
import type { ModelChoice } from './model-choice';
import styles from './selection-bar.module.css';
import { type BulkActions, useBulkActions } from './use-bulk-actions';
import type { GalleryActions } from './use-gallery-actions';

interface SelectionBarProps {
  readonly model: ModelChoice | null;
  /** how many match the filters */
  readonly total: number;
  /** of the faces that match */
  readonly tags: readonly TagCount[];
  readonly actions: GalleryActions;
  readonly onExport: () => void;
}

/** What to do with the selected faces; there while there are any. */
export function SelectionBar({ model, total, tags, actions, onExport }: SelectionBarProps) {
  const count = useGalleryStore((store) => store.selected.size);
  const bulk = useBulkActions();
  const deleteKeys = useKeysOf('gallery.delete', 'Delete');
  const clearKeys = useKeysOf('gallery.clear', 'Escape');
  return (
    <div className={styles.place}>
      <p role="status" className="visually-hidden">
        {count > 0 ? `${formatCount(count)} selected` : ''}
      </p>
      {count > 0 && (
        <section aria-label="Selection" className={styles.bar}>
          <strong>{formatCount(count)} selected</strong>
          {count < total && (
            <Button variant="quiet" busy={actions.isReading} onClick={actions.selectMatching}>
              Select all {formatCount(total)}
            </Button>
          )}
          {model && (
            <Button variant="primary" icon="play" onClick={actions.runOnSelected}>
              Run {model.title}
            </Button>
          )}
          <Menu
            label="Review state of the selected"
            items={[
              ...REVIEW_STATES.map((state) => ({
                label: REVIEW_LOOKS[state].label,
                icon: REVIEW_LOOKS[state].icon,
                run: () => bulk.review({ state }),
              })),
              ...VERDICTS.map((verdict) => ({
                label: `Mistake: ${VERDICT_LOOKS[verdict].label}`,
                run: () => bulk.review({ verdict }),
              })),
              { label: 'Mistake: not said', run: () => bulk.review({ verdict: null }) },
            ]}
            trigger={(props) => (
              <Button {...props} icon="check">
                Review
              </Button>
            )}
          />
          <Menu
            label="Split of the selected"
            items={splitSchema.options.map((split) => ({
              label: split === 'none' ? 'no split' : split,
              run: () => bulk.split(split),
            }))}
            trigger={(props) => <Button {...props}>Split</Button>}
          />
          <TagMenu tags={tags} bulk={bulk} />
          <Button icon="download" onClick={onExport}>
            Export
          </Button>
          <IconButton label="Delete the selected" icon="trash" shortcut={keysText(deleteKeys)} onClick={bulk.remove} />
          <IconButton
            label="Clear the selection"
            icon="close"
            shortcut={keysText(clearKeys)}
            onClick={actions.clearSelection}
          />
        </section>
      )}
    </div>
  );
}

/** Gives the selected faces a word, or takes one from them. */
function TagMenu({ tags, bulk }: { readonly tags: readonly TagCount[]; readonly bulk: BulkActions }) {
  return (
    <Popover label="Tags of the selected" trigger={(props) => <Button {...props}>Tag</Button>}>
      {() => (
        <div className={styles.tags}>
          <TagField onAdd={bulk.tag} />
          <ul>
            {tags.map(({ tag }) => (
              <li key={tag}>
                <span>{tag}</span>
                <IconButton label={`Tag them ${tag}`} icon="plus" onClick={() => bulk.tag(tag)} />
                <IconButton label={`Take the tag ${tag} from them`} icon="minus" onClick={() => bulk.untag(tag)} />
              </li>
            ))}
          </ul>
        </div>
      )}
    </Popover>
  );
}
