'use client';

import { useState } from 'react';
import styles from './bin-chart.module.css';

interface BinChartProps {
  readonly caption: string;
  /** [n + 1] rising */
  readonly edges: readonly number[];
  /** [n] */
  readonly counts: readonly number[];
  /** written under the first and the last edge, where their numbers mean nothing by themselves */
  readonly ends?: readonly [first: string, last: string];
}

const formatEdge = (edge: number): string => String(Number(edge.toFixed(2)));

/** A small histogram of counts that somebody else has binned; a bar is read by pointing at it. */
export function BinChart({ caption, edges, counts, ends }: BinChartProps) {
  const [reading, setReading] = useState<number | null>(null);
  const all = counts.reduce((sum, count) => sum + count, 0);
  const most = Math.max(1, ...counts);
  const share = (count: number) => `${((100 * count) / Math.max(1, all)).toFixed(1)} %`;
  const inWords = (i: number) => `${formatEdge(edges[i])} to ${formatEdge(edges[i + 1])}: ${share(counts[i])}`;
  return (
    <figure className={styles.chart}>
      <figcaption>
        <span>{caption}</span>
        <small>{reading === null ? '' : inWords(reading)}</small>
      </figcaption>
      <ul className={styles.bars} onPointerLeave={() => setReading(null)}>
        {counts.map((count, i) => (
          <li key={edges[i]} onPointerEnter={() => setReading(i)}>
            <span style={{ height: `${(100 * count) / most}%` }} />
            <span className="visually-hidden">{inWords(i)}</span>
          </li>
        ))}
      </ul>
      <div className={styles.ends} aria-hidden="true">
        <span>{ends?.[0] ?? formatEdge(edges[0])}</span>
        <span>{ends?.[1] ?? formatEdge(edges[edges.length - 1])}</span>
      </div>
    </figure>
  );
}
