'use client';

import Link from 'next/link';
import { memo, useEffect, useRef } from 'react';
import { errorColour, errorInk } from '@/components/overlay/error-scale';
import { OutlineOverlay } from '@/components/overlay/outline-overlay';
import { ReviewMark } from '@/components/review/review-mark';
import { formatPx } from '@/components/ui/format-number';
import type { SampleTile } from '@/lib/contracts/sample';
import styles from './filmstrip.module.css';

interface FilmstripProps {
  readonly strip: readonly SampleTile[];
  readonly sampleId: string;
  readonly hrefOf: (id: string) => string;
  readonly onOpen: (id: string) => void;
}

/** The gallery's order around this face; the face itself stays in sight. */
export function Filmstrip({ strip, sampleId, hrefOf, onOpen }: FilmstripProps) {
  const list = useRef<HTMLOListElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new strip moves the tile as well
  useEffect(() => {
    const frame = list.current;
    const tile = frame?.querySelector<HTMLElement>('[aria-current]');
    if (frame && tile) frame.scrollLeft = tile.offsetLeft - (frame.clientWidth - tile.offsetWidth) / 2;
  }, [sampleId, strip]);

  return (
    <nav aria-label="Images in the gallery's order" className={styles.strip}>
      <ol ref={list} className={styles.list}>
        {strip.map((tile) => (
          <li key={tile.id}>
            <Link
              href={hrefOf(tile.id)}
              prefetch={false}
              className={styles.tile}
              aria-current={tile.id === sampleId ? 'page' : undefined}
              aria-label={tile.error === null ? tile.name : `${tile.name}, error ${formatPx(tile.error)} px`}
              title={tile.name}
              onClick={(event) => {
                if (event.metaKey || event.ctrlKey || event.shiftKey) return;
                event.preventDefault();
                onOpen(tile.id);
              }}
            >
              <Face tile={tile} />
            </Link>
          </li>
        ))}
      </ol>
    </nav>
  );
}

const Face = memo(function Face({ tile }: { readonly tile: SampleTile }) {
  return (
    <>
      {/* biome-ignore lint/performance/noImgElement: the server has made the thumbnail already */}
      <img
        src={`/api/samples/${tile.id}/thumbnail?size=96&v=${tile.revision}`}
        alt=""
        width={72}
        height={72}
        decoding="async"
      />
      <OutlineOverlay view={tile.view} groundTruth={tile.groundTruth} prediction={tile.prediction} />
      <ReviewMark state={tile.reviewState} />
      {tile.error !== null && (
        <span
          className={styles.error}
          style={{ background: errorColour(tile.error), color: errorInk(tile.error) }}
          aria-hidden="true"
        >
          {tile.error.toFixed(1)}
        </span>
      )}
    </>
  );
});
