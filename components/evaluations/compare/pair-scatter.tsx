'use client';

import { useRouter } from 'next/navigation';
import { type KeyboardEvent, type PointerEvent, useMemo, useRef, useState } from 'react';
import styles from '@/components/charts/chart.module.css';
import { ChartFrame } from '@/components/charts/chart-frame';
import { ChartShapes } from '@/components/charts/chart-shapes';
import { useElementSize } from '@/components/editor/use-element-size';
import { nearestDot, scatterChart } from '@/lib/charts/scatter';
import type { ComparedRun } from '@/lib/contracts/comparison';
import { risingOrder } from '@/lib/metrics/bootstrap';
import { runInspectorQuery } from '../run-query';
import { signed } from '../verdict';

interface PairScatterProps {
  readonly ids: readonly string[];
  readonly xs: ArrayLike<number>;
  readonly ys: ArrayLike<number>;
  readonly xTitle: string;
  readonly yTitle: string;
  readonly datasetId: string;
  /** as which an image is opened */
  readonly run: ComparedRun;
}

const HEIGHT = 360;

/** The error of each image under both models. A click opens the image; arrow keys walk from the largest change on. */
export function PairScatter({ ids, xs, ys, xTitle, yTitle, datasetId, run }: PairScatterProps) {
  const router = useRouter();
  const frame = useRef<HTMLDivElement>(null);
  const { width } = useElementSize(frame);
  const [at, setAt] = useState<number | null>(null);
  const chart = useMemo(
    () =>
      width > 0
        ? scatterChart(xs, ys, { title: 'Errors image by image', xTitle, yTitle, size: { width, height: HEIGHT }, ids })
        : null,
    [xs, ys, xTitle, yTitle, ids, width],
  );
  const byChange = useMemo(() => risingOrder(Float64Array.from(xs, (x, i) => -Math.abs(ys[i] - x))), [xs, ys]);
  const open = (index: number) =>
    router.push(`/datasets/${datasetId}/samples/${ids[index]}?${runInspectorQuery(run, run.card)}`);

  const dotAt = (event: PointerEvent<SVGSVGElement>): number | null => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    return chart && nearestDot(chart, xs, ys, [event.clientX - left, event.clientY - top]);
  };
  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Enter' && at !== null) {
      event.preventDefault();
      open(at);
      return;
    }
    const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    if (!step || byChange.length === 0) return;
    event.preventDefault();
    const place = at === null ? (step > 0 ? -1 : byChange.length) : byChange.indexOf(at);
    setAt(byChange[(place + step + byChange.length) % byChange.length]);
  }

  return (
    <ChartFrame
      title="Errors image by image"
      name="errors-by-image"
      chart={chart}
      reading={
        at === null
          ? 'Point at a dot to read it, press it to open the image.'
          : `${xs[at].toFixed(2)} → ${ys[at].toFixed(2)} px (${signed(ys[at] - xs[at], 2)})`
      }
    >
      <div
        ref={frame}
        className={styles.frame}
        style={{ height: HEIGHT }}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys walk through the images
        tabIndex={0}
        role="application"
        aria-label="Errors image by image. Arrow keys go from the largest change on, Enter opens the image."
        onKeyDown={onKeyDown}
        onBlur={() => setAt(null)}
      >
        {chart && (
          <svg
            className={styles.svg}
            width={width}
            height={HEIGHT}
            aria-hidden="true"
            data-testid="pair-scatter"
            style={{ cursor: at === null ? undefined : 'pointer' }}
            onPointerMove={(event) => setAt(dotAt(event))}
            onPointerLeave={() => setAt(null)}
            onClick={() => at !== null && open(at)}
          >
            <ChartShapes shapes={chart.shapes} />
            {at !== null && (
              <circle
                className={styles.highlight}
                cx={chart.plot.x(Math.min(chart.max, xs[at]))}
                cy={chart.plot.y(Math.min(chart.max, ys[at]))}
                r={6}
              />
            )}
          </svg>
        )}
      </div>
    </ChartFrame>
  );
}
