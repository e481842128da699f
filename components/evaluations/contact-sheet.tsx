'use client';

import Link from 'next/link';
import { useState } from 'react';
import { errorColour, errorInk } from '@/components/overlay/error-scale';
import { OutlineOverlay } from '@/components/overlay/outline-overlay';
import { OverlayBar } from '@/components/overlay/overlay-bar';
import type { OverlayLayer } from '@/components/overlay/overlay-store';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { countOf, formatPx } from '@/components/ui/format-number';
import { showError } from '@/components/ui/toast-store';
import type { EvaluationImage } from '@/lib/contracts/evaluation';
import { errorLine, fetchJson } from '@/lib/request';
import styles from './contact-sheet.module.css';

interface Page {
  readonly items: readonly EvaluationImage[];
  readonly nextCursor: string | null;
}

interface ContactSheetProps {
  readonly evaluationId: string;
  readonly first: Page;
  readonly total: number;
  /** the query under which the inspector opens: the run's model and split, worst first */
  readonly query: string;
}

const LAYERS: readonly OverlayLayer[] = ['groundTruth', 'prediction', 'contours', 'vectors'];

/** The run's images, worst first, with their labels and predictions; each opens in the inspector. */
export function ContactSheet({ evaluationId, first, total, query }: ContactSheetProps) {
  const [page, setPage] = useState(first);
  const [isLoading, setIsLoading] = useState(false);

  async function more() {
    if (!page.nextCursor) return;
    setIsLoading(true);
    try {
      const cursor = encodeURIComponent(page.nextCursor);
      const next = await fetchJson<Page>(`/api/evaluations/${evaluationId}/images?cursor=${cursor}`);
      setPage({ items: [...page.items, ...next.items], nextCursor: next.nextCursor });
    } catch (error) {
      showError(errorLine(error));
    } finally {
      setIsLoading(false);
    }
  }

  return (
    <section aria-label="Worst images" className={styles.sheet}>
      <header className={styles.head}>
        <h2>Worst images first</h2>
        <OverlayBar layers={LAYERS} />
      </header>
      <ol className={styles.grid}>
        {page.items.map((image) => (
          <li key={image.sampleId}>
            <Face image={image} href={`/datasets/${image.datasetId}/samples/${image.sampleId}?${query}`} />
          </li>
        ))}
      </ol>
      <footer className={styles.foot}>
        <span>
          {page.items.length} of {countOf(total, 'image')}
        </span>
        {page.nextCursor && (
          <Button busy={isLoading} onClick={more}>
            Show more
          </Button>
        )}
      </footer>
    </section>
  );
}

function Face({ image, href }: { readonly image: EvaluationImage; readonly href: string }) {
  const { sampleId, name, error, nmeInterOcular, view, groundTruth, prediction, stale } = image;
  return (
    <Link href={href} prefetch={false} className={styles.face}>
      <span className={styles.picture}>
        {/* biome-ignore lint/performance/noImgElement: the server has made the thumbnail already */}
        <img src={`/api/samples/${sampleId}/thumbnail?size=384`} alt="" width={192} height={192} loading="lazy" />
        <OutlineOverlay view={view} groundTruth={groundTruth} prediction={prediction} />
        <span className={styles.error} style={{ background: errorColour(error), color: errorInk(error) }}>
          {formatPx(error)} px
        </span>
      </span>
      <span className={styles.caption}>
        <span className={styles.name}>{name}</span>
        {stale ? <Badge tone="warning">edited since</Badge> : <span>{nmeInterOcular.toFixed(1)} %</span>}
      </span>
    </Link>
  );
}
