'use client';

import Link from 'next/link';
import { useMemo, useState } from 'react';
import { OutlineOverlay } from '@/components/overlay/outline-overlay';
import { OverlayBar } from '@/components/overlay/overlay-bar';
import type { OverlayLayer } from '@/components/overlay/overlay-store';
import { Button } from '@/components/ui/button';
import { Segmented } from '@/components/ui/segmented';
import type { ComparedRun } from '@/lib/contracts/comparison';
import { risingOrder } from '@/lib/metrics/bootstrap';
import { useRunImages } from '../run/use-run-images';
import { runInspectorQuery } from '../run-query';
import { signed } from '../verdict';
import styles from './gains-sheet.module.css';

interface GainsSheetProps {
  readonly ids: readonly string[];
  /** of the first run and of the other, an image each */
  readonly before: ArrayLike<number>;
  readonly after: ArrayLike<number>;
  readonly datasetId: string;
  readonly first: ComparedRun;
  readonly other: ComparedRun;
}

const LAYERS: readonly OverlayLayer[] = ['groundTruth', 'prediction', 'contours', 'vectors'];
const SIDES = [
  { value: 'gains', label: 'Largest gains' },
  { value: 'losses', label: 'Largest losses' },
] as const;
const PAGE = 16;

/** The images on which the models differ most, each as both see it. */
export function GainsSheet({ ids, before, after, datasetId, first, other }: GainsSheetProps) {
  const [side, setSide] = useState<(typeof SIDES)[number]['value']>('gains');
  const [count, setCount] = useState(PAGE);
  const order = useMemo(() => risingOrder(Float64Array.from(before, (error, i) => after[i] - error)), [before, after]);
  const shown = useMemo(() => {
    const places = Array.from(side === 'gains' ? order.subarray(0, count) : order.slice(-count).reverse());
    return places.filter((i) => (side === 'gains' ? after[i] < before[i] : after[i] > before[i]));
  }, [order, side, count, before, after]);
  const shownIds = useMemo(() => shown.map((i) => ids[i]), [shown, ids]);
  const ofFirst = useRunImages(first.id, shownIds);
  const ofOther = useRunImages(other.id, shownIds);
  const hrefOf = (id: string, run: ComparedRun) =>
    `/datasets/${datasetId}/samples/${id}?${runInspectorQuery(run, run.card)}`;
  return (
    <section className={styles.sheet} aria-label="Largest gains and losses">
      <header>
        <h2>{side === 'gains' ? `Where ${other.modelTitle} gains most` : `Where ${other.modelTitle} loses most`}</h2>
        <Segmented label="Which images" options={SIDES} value={side} onChange={setSide} />
        <OverlayBar layers={LAYERS} />
      </header>
      {shown.length === 0 && <p>No image of that kind.</p>}
      <ol>
        {shown.map((i) => (
          <li key={ids[i]}>
            <div className={styles.pair}>
              {(
                [
                  [first, ofFirst, before[i]],
                  [other, ofOther, after[i]],
                ] as const
              ).map(([run, images, error]) => {
                const image = images.get(ids[i]);
                return (
                  <Link key={run.id} href={hrefOf(ids[i], run)} prefetch={false} title={run.modelTitle}>
                    <span className={styles.picture}>
                      {/* biome-ignore lint/performance/noImgElement: the server has made the thumbnail already */}
                      <img
                        src={`/api/samples/${ids[i]}/thumbnail?size=384`}
                        alt=""
                        width={160}
                        height={160}
                        loading="lazy"
                      />
                      {image && (
                        <OutlineOverlay
                          view={image.view}
                          groundTruth={image.groundTruth}
                          prediction={image.prediction}
                        />
                      )}
                    </span>
                    <span>{error.toFixed(2)} px</span>
                  </Link>
                );
              })}
            </div>
            <p>
              {ofFirst.get(ids[i])?.name ?? '…'} <b>{signed(after[i] - before[i], 2)} px</b>
            </p>
          </li>
        ))}
      </ol>
      {shown.length === count && (
        <footer>
          <Button onClick={() => setCount(count + PAGE)}>Show more</Button>
        </footer>
      )}
    </section>
  );
}
