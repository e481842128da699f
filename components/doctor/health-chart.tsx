'use client';

import { useState } from 'react';
import { countOf } from '@/components/ui/format-number';
import type { Histogram } from '@/lib/datasets/quality/health';
import styles from './health-chart.module.css';

const [WIDTH, HEIGHT, BASE] = [240, 108, 88];
const GAP = 1;

interface HealthChartProps {
  readonly title: string;
  readonly unit: string;
  readonly histogram: Histogram;
}

/** Faces by a quantity, in the bins that the report has. */
export function HealthChart({ title, unit, histogram: { bounds, counts } }: HealthChartProps) {
  const [pointed, setPointed] = useState<number | null>(null);
  const most = Math.max(1, ...counts);
  const step = WIDTH / counts.length;
  const read = (bin: number) => `${bounds[bin]} to ${bounds[bin + 1]}${unit}: ${countOf(counts[bin], 'face')}`;
  const label = `${title}: ${counts
    .map((count, bin) => (count > 0 ? read(bin) : null))
    .filter(Boolean)
    .join('; ')}`;
  return (
    <figure className={styles.chart}>
      <figcaption>
        <strong>{title}</strong>
        <span>{pointed === null ? '' : read(pointed)}</span>
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label} onPointerLeave={() => setPointed(null)}>
        {counts.map((count, bin) => {
          const tall = ((BASE - 4) * count) / most;
          return (
            <g key={bounds[bin]} onPointerEnter={() => setPointed(bin)}>
              <rect className={styles.target} x={bin * step} width={step} y={0} height={BASE} />
              <rect
                className={styles.bar}
                data-pointed={pointed === bin || undefined}
                x={bin * step + GAP / 2}
                width={step - GAP}
                y={BASE - tall}
                height={tall}
              />
            </g>
          );
        })}
        <line className={styles.base} x1={0} x2={WIDTH} y1={BASE} y2={BASE} />
        {[0, counts.length >> 1, counts.length].map((at) => (
          <text
            key={at}
            className={styles.tick}
            x={at * step}
            y={BASE + 14}
            textAnchor={at === 0 ? 'start' : at === counts.length ? 'end' : 'middle'}
          >
            {bounds[at]}
            {unit}
          </text>
        ))}
      </svg>
    </figure>
  );
}
