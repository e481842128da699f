'use client';

import { memo } from 'react';
import { errorColour, errorInk } from '@/components/overlay/error-scale';
import { OutlineOverlay } from '@/components/overlay/outline-overlay';
import { ReviewMark } from '@/components/review/review-mark';
import { formatPx } from '@/components/ui/format-number';
import type { SampleTile } from '@/lib/contracts/sample';
import { useGalleryStore } from './gallery-store';
import styles from './tile.module.css';

interface TileProps {
  readonly tile: SampleTile;
  /** place in the list; clicks are heard by the grid, which reads it back */
  readonly index: number;
  readonly column: number;
  readonly href: string;
  /** pixels a side the thumbnail should have */
  readonly pixels: ThumbnailSize;
  /** the one tile that the Tab key reaches */
  readonly isCurrent: boolean;
}

export type ThumbnailSize = 96 | 192 | 384;

/** The smallest thumbnail that is sharp at this width. */
export const thumbnailSize = (width: number, pixelRatio: number): ThumbnailSize => {
  const wanted = width * pixelRatio;
  return wanted <= 110 ? 96 : wanted <= 220 ? 192 : 384;
};

export const Tile = memo(function Tile({ tile, index, column, href, pixels, isCurrent }: TileProps) {
  const { id, name, error, nme, revision } = tile;
  const isSelected = useGalleryStore((store) => store.selected.has(id));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table cannot be virtual
    // biome-ignore lint/a11y/useFocusableInteractive: the link inside takes the focus, as a grid's cell may
    <div
      role="gridcell"
      aria-colindex={column + 1}
      aria-selected={isSelected}
      className={styles.tile}
      data-index={index}
      data-sample={id}
    >
      <a href={href} tabIndex={isCurrent ? 0 : -1} draggable={false} className={styles.link}>
        <span className={styles.face}>
          {/* biome-ignore lint/performance/noImgElement: the server has made the thumbnail in the size it is shown */}
          <img
            src={`/api/samples/${id}/thumbnail?size=${pixels}&v=${revision}`}
            alt=""
            width={pixels}
            height={pixels}
            decoding="async"
            draggable={false}
          />
          <OutlineOverlay view={tile.view} groundTruth={tile.groundTruth} prediction={tile.prediction} />
          <ReviewMark state={tile.reviewState} />
          {error !== null && (
            <span
              className={styles.error}
              style={{ background: errorColour(error), color: errorInk(error) }}
              title={`error ${formatPx(error)} px in the reference crop${nme === null ? '' : `, NME ${nme.toFixed(2)} %`}`}
            >
              {error.toFixed(1)}
              <span className="visually-hidden"> px error</span>
            </span>
          )}
        </span>
        <span className={styles.name}>{name}</span>
      </a>
      <input type="checkbox" tabIndex={-1} checked={isSelected} readOnly aria-label={`Select ${name}`} />
    </div>
  );
});
