'use client';

import { type KeyboardEvent, type PointerEvent, type ReactNode, useState } from 'react';
import type { FaceMapChart } from '@/lib/charts/face-map';
import { IBUG_68, landmarkName } from '@/lib/landmarks/scheme';
import styles from './chart.module.css';
import { ChartFrame } from './chart-frame';
import { ChartShapes } from './chart-shapes';

interface FaceMapPlotProps {
  readonly title: string;
  readonly name: string;
  readonly chart: FaceMapChart;
  /** what a landmark's number is, in words */
  readonly read: (index: number) => string;
  readonly legend?: ReactNode;
}

const REACH = 18;

/** A number a landmark on the mean face. Hover, or arrow keys, read each. */
export function FaceMapPlot({ title, name, chart, read, legend }: FaceMapPlotProps) {
  const [index, setIndex] = useState<number | null>(null);

  function onPointerMove(event: PointerEvent<SVGSVGElement>) {
    const { left, top, width } = event.currentTarget.getBoundingClientRect();
    const scale = chart.width / width;
    const [x, y] = [(event.clientX - left) * scale, (event.clientY - top) * scale];
    let best: number | null = null;
    let bestDistance = REACH;
    chart.places.forEach(([px, py], i) => {
      const distance = Math.hypot(px - x, py - y);
      if (distance >= bestDistance) return;
      best = i;
      bestDistance = distance;
    });
    setIndex(best);
  }
  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const count = chart.places.length;
    setIndex((at) => ((at ?? (step > 0 ? -1 : count)) + step + count) % count);
  }

  const place = index === null ? null : chart.places[index];
  return (
    <ChartFrame
      title={title}
      name={name}
      chart={chart}
      reading={
        index === null
          ? (legend ?? 'Point at a landmark to read it.')
          : `${index} ${landmarkName(IBUG_68, index)}: ${read(index)}`
      }
    >
      <div
        className={styles.frame}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys read the landmarks
        tabIndex={0}
        role="application"
        aria-label={`${title}. Arrow keys read the landmarks.`}
        onKeyDown={onKeyDown}
        onBlur={() => setIndex(null)}
      >
        <svg
          className={styles.svg}
          viewBox={`0 0 ${chart.width} ${chart.height}`}
          style={{ width: '100%', maxWidth: chart.width, marginInline: 'auto' }}
          aria-hidden="true"
          onPointerMove={onPointerMove}
          onPointerLeave={() => setIndex(null)}
        >
          <ChartShapes shapes={chart.shapes} />
          {place && <circle className={styles.highlight} cx={place[0]} cy={place[1]} r={12} />}
        </svg>
      </div>
    </ChartFrame>
  );
}
