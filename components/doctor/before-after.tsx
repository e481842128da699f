import type { RepairPreviewTile } from '@/lib/contracts/doctor';
import { contoursPath, dotsPath, vectorsPath } from '@/lib/landmarks/outline';
import styles from './before-after.module.css';

/** A face with its labels as they are, and as a repair would have them. */
export function BeforeAfter({ tile }: { readonly tile: RepairPreviewTile }) {
  const { name, imageId, imageWidth, imageHeight, view, before, after } = tile;
  return (
    <figure className={styles.tile}>
      <span className={styles.picture}>
        {/* the thumbnail shows where the label is now; the repaired one may be elsewhere */}
        <svg viewBox={`${view.x} ${view.y} ${view.size} ${view.size}`} aria-hidden="true">
          <image href={`/api/images/${imageId}`} x={-0.5} y={-0.5} width={imageWidth} height={imageHeight} />
          {/* where sides or an order are exchanged, these lines alone show it */}
          <path className={styles.moves} d={vectorsPath(before, after)} />
          <path className={styles.before} d={contoursPath(before)} />
          <path className={styles.dots} d={dotsPath(before)} data-is="before" />
          <path className={styles.after} d={contoursPath(after)} />
          <path className={styles.dots} d={dotsPath(after)} data-is="after" />
        </svg>
      </span>
      <figcaption>{name}</figcaption>
    </figure>
  );
}
