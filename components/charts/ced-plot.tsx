'use client';

import { type KeyboardEvent, type PointerEvent, useMemo, useRef, useState } from 'react';
import { useElementSize } from '@/components/editor/use-element-size';
import { formatPercent } from '@/components/ui/format-number';
import { type CedSeries, cedChart, cedInterval, cedShare } from '@/lib/charts/ced';
import styles from './chart.module.css';
import { ChartFrame } from './chart-frame';
import { ChartShapes, inkColour } from './chart-shapes';

interface CedPlotProps {
  readonly name: string;
  readonly series: readonly CedSeries[];
  /** area under the curve is taken up to here, percent */
  readonly alpha: number;
  readonly normaliser: string;
  readonly height?: number;
}

const KEY_STEPS = 40;

/** Cumulative error distribution with its band. Hover, or arrow keys, read it. */
export function CedPlot({ name, series, alpha, normaliser, height = 260 }: CedPlotProps) {
  const frame = useRef<HTMLDivElement>(null);
  const { width } = useElementSize(frame);
  const [reading, setReading] = useState<number | null>(null);
  const chart = useMemo(
    () => (width > 0 ? cedChart(series, { alpha, normaliser, size: { width, height } }) : null),
    [series, alpha, normaliser, width, height],
  );
  const clamp = (x: number) => Math.min(chart?.max ?? alpha, Math.max(0, x));
  const shown = clamp(reading ?? alpha);

  function onPointerMove(event: PointerEvent<SVGSVGElement>) {
    if (!chart) return;
    const { left } = event.currentTarget.getBoundingClientRect();
    setReading(clamp(chart.plot.valueAt(event.clientX - left)));
  }
  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step || !chart) return;
    event.preventDefault();
    setReading((at) => clamp((at ?? alpha) + (step * chart.max) / KEY_STEPS));
  }

  return (
    <ChartFrame
      title="Cumulative error distribution"
      name={name}
      chart={chart}
      reading={
        <>
          NME ≤ {shown.toFixed(1)} %:{' '}
          {series
            .filter(({ sorted }) => sorted.length > 0)
            .map((one) => {
              const [low, high] = cedInterval(one, shown);
              const range = one.isReference ? '' : ` (${formatPercent(low, 1)} to ${formatPercent(high, 1)})`;
              return `${series.length > 1 ? `${one.name} ` : ''}${formatPercent(cedShare(one, shown), 1)}${range}`;
            })
            .join(', ')}
        </>
      }
    >
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
        {chart && (
          <svg
            className={styles.svg}
            width={width}
            height={height}
            onPointerMove={onPointerMove}
            onPointerLeave={() => setReading(null)}
            aria-hidden="true"
          >
            <ChartShapes shapes={chart.shapes} />
            <line
              className={styles.guide}
              x1={chart.plot.x(shown)}
              x2={chart.plot.x(shown)}
              y1={chart.plot.y(1)}
              y2={chart.plot.y(0)}
            />
            {series.map((one) => (
              <circle
                key={one.name}
                className={styles.dot}
                fill={inkColour(one.ink)}
                cx={chart.plot.x(shown)}
                cy={chart.plot.y(cedShare(one, shown))}
                r={3.5}
              />
            ))}
          </svg>
        )}
      </div>
    </ChartFrame>
  );
}
