'use client';

import Link from 'next/link';
import { errorColour, errorInk } from '@/components/overlay/error-scale';
import { OutlineOverlay } from '@/components/overlay/outline-overlay';
import { Badge } from '@/components/ui/badge';
import { formatPx } from '@/components/ui/format-number';
import type { EvaluationImage } from '@/lib/contracts/evaluation';
import styles from './image-sheet.module.css';

interface ImageTileProps {
  readonly id: string;
  /** null while it is on its way */
  readonly image: EvaluationImage | null;
  readonly href: string;
  readonly onOpen: () => void;
}

/** One image of a run as it was scored, with its error; opens in the editor. */
export function ImageTile({ id, image, href, onOpen }: ImageTileProps) {
  return (
    <Link href={href} prefetch={false} className={styles.face} onClick={onOpen} data-sample={id}>
      <span className={styles.picture}>
        {/* biome-ignore lint/performance/noImgElement: the server has made the thumbnail already */}
        <img src={`/api/samples/${id}/thumbnail?size=384`} alt="" width={192} height={192} loading="lazy" />
        {image && (
          <>
            <OutlineOverlay view={image.view} groundTruth={image.groundTruth} prediction={image.prediction} />
            <span
              className={styles.error}
              style={{ background: errorColour(image.error), color: errorInk(image.error) }}
            >
              {formatPx(image.error)} px
            </span>
          </>
        )}
      </span>
      <span className={styles.caption}>
        <span className={styles.name}>{image?.name ?? '…'}</span>
        {image &&
          (image.stale ? <Badge tone="warning">edited since</Badge> : <span>{image.nmeInterOcular.toFixed(1)} %</span>)}
      </span>
    </Link>
  );
}
