'use client';

import { type KeyboardEvent, type PointerEvent, useMemo, useRef, useState } from 'react';
import { useElementSize } from '@/components/editor/use-element-size';
import { formatCount, formatPercent } from '@/components/ui/format-number';
import styles from './chart.module.css';
import { countUpTo, niceCeil, niceStep, quantileOf, ticksTo } from './scale';

interface CedChartProps {
  /** NME of each image, percent, any order */
  readonly nmes: readonly number[];
  /** area under the curve is taken up to here, percent */
  readonly alpha: number;
  readonly normaliser: string;
  readonly height?: number;
}

const MARGIN = { top: 12, right: 16, bottom: 36, left: 44 };
const KEY_STEPS = 40;
/** Points of the drawn curve; more would not be seen. */
const CURVE_POINTS = 240;

/** Cumulative error distribution: the share of images whose NME is at most x. Hover, or arrow keys, read it. */
export function CedChart({ nmes, alpha, normaliser, height = 240 }: CedChartProps) {
  const frame = useRef<HTMLDivElement>(null);
  const { width } = useElementSize(frame);
  const [reading, setReading] = useState<number | null>(null);
  const sorted = useMemo(() => nmes.toSorted((a, b) => a - b), [nmes]);
  const max = niceCeil(Math.max(alpha, quantileOf(sorted, 0.9)));
  const plotWidth = Math.max(0, width - MARGIN.left - MARGIN.right);
  const plotHeight = height - MARGIN.top - MARGIN.bottom;
  const x = (nme: number) => MARGIN.left + (plotWidth * nme) / max;
  const y = (share: number) => MARGIN.top + plotHeight * (1 - share);
  const shareAt = (nme: number) => countUpTo(sorted, nme) / sorted.length;

  const curve = (to: number) =>
    Array.from({ length: CURVE_POINTS + 1 }, (_, i) => {
      const nme = (to * i) / CURVE_POINTS;
      return `${x(nme).toFixed(1)} ${y(shareAt(nme)).toFixed(1)}`;
    });

  function onPointerMove(event: PointerEvent<SVGSVGElement>) {
    const { left } = event.currentTarget.getBoundingClientRect();
    const nme = ((event.clientX - left - MARGIN.left) / Math.max(1, plotWidth)) * max;
    setReading(Math.min(max, Math.max(0, nme)));
  }
  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    setReading((at) => Math.min(max, Math.max(0, (at ?? alpha) + (step * max) / KEY_STEPS)));
  }

  const shown = reading ?? alpha;
  return (
    <figure className={styles.figure}>
      <div
        ref={frame}
        className={styles.frame}
        style={{ height }}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys read the curve
        tabIndex={0}
        role="application"
        aria-label="Cumulative error distribution. Arrow keys read it."
        onKeyDown={onKeyDown}
      >
        {width > 0 && (
          <svg
            width={width}
            height={height}
            onPointerMove={onPointerMove}
            onPointerLeave={() => setReading(null)}
            aria-hidden="true"
          >
            {[0, 0.25, 0.5, 0.75, 1].map((share) => (
              <g key={share}>
                <line className={styles.grid} x1={MARGIN.left} x2={width - MARGIN.right} y1={y(share)} y2={y(share)} />
                <text
                  className={styles.tick}
                  x={MARGIN.left - 8}
                  y={y(share)}
                  textAnchor="end"
                  dominantBaseline="central"
                >
                  {formatPercent(share)}
                </text>
              </g>
            ))}
            {ticksTo(max, niceStep(max, 8)).map((tick) => (
              <text key={tick} className={styles.tick} x={x(tick)} y={height - MARGIN.bottom + 14} textAnchor="middle">
                {tick}
              </text>
            ))}
            <text className={styles.axis} x={MARGIN.left + plotWidth / 2} y={height - 4} textAnchor="middle">
              NME, % of {normaliser}
            </text>
            <path className={styles.area} d={`M${x(0)} ${y(0)}L${curve(alpha).join('L')}L${x(alpha)} ${y(0)}Z`} />
            <path className={styles.curve} d={`M${curve(max).join('L')}`} />
            <line className={styles.guide} x1={x(shown)} x2={x(shown)} y1={MARGIN.top} y2={y(0)} />
            <circle className={styles.dot} cx={x(shown)} cy={y(shareAt(shown))} r={3.5} />
          </svg>
        )}
      </div>
      <figcaption className={styles.reading} aria-live="polite">
        NME ≤ {shown.toFixed(1)} %: {formatPercent(shareAt(shown), 1)} of {formatCount(sorted.length)} images
      </figcaption>
    </figure>
  );
}
