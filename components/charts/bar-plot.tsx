'use client';

import { useMemo, useRef } from 'react';
import { useElementSize } from '@/components/editor/use-element-size';
import { type Bar, barChart } from '@/lib/charts/bars';
import styles from './chart.module.css';
import { ChartFrame } from './chart-frame';
import { ChartShapes } from './chart-shapes';

interface BarPlotProps {
  readonly title: string;
  readonly name: string;
  readonly unit: string;
  readonly bars: readonly Bar[];
  readonly digits?: number;
  /** what pressing a bar does, in words: "see its images" */
  readonly action?: string;
  readonly onBar?: (index: number) => void;
  /** the bar that is chosen now */
  readonly chosen?: number | null;
  readonly note?: string;
}

/** Bars one below the other; each is a button where something can be done with it. */
export function BarPlot({ title, name, unit, bars, digits, action, onBar, chosen = null, note }: BarPlotProps) {
  const frame = useRef<HTMLDivElement>(null);
  const { width } = useElementSize(frame);
  const chart = useMemo(
    () => (width > 0 ? barChart(bars, { title, unit, digits, width }) : null),
    [bars, title, unit, digits, width],
  );
  return (
    <ChartFrame title={title} name={name} chart={chart} reading={note}>
      <div ref={frame} className={styles.frame} style={{ minHeight: 24 * bars.length + 42 }}>
        {chart && (
          <svg className={styles.svg} width={width} height={chart.height} aria-hidden="true">
            {chosen !== null && (
              <rect
                className={styles.brush}
                x={-4}
                y={chart.top + chart.rowHeight * chosen + 1}
                width={width + 8}
                height={chart.rowHeight - 2}
                rx={3}
              />
            )}
            <ChartShapes shapes={chart.shapes} />
          </svg>
        )}
        {bars.map((bar, index) =>
          onBar && chart ? (
            <button
              key={bar.label}
              type="button"
              className={styles.row}
              style={{ top: chart.top + chart.rowHeight * index, height: chart.rowHeight }}
              aria-pressed={chosen === index}
              aria-label={`${barWords(bar, unit, digits)}: ${action}`}
              title={action}
              onClick={() => onBar(index)}
            />
          ) : (
            <span key={bar.label} className="visually-hidden">
              {barWords(bar, unit, digits)}
            </span>
          ),
        )}
      </div>
    </ChartFrame>
  );
}

const barWords = ({ label, note, value }: Bar, unit: string, digits = 2): string =>
  [label, note, value === null ? 'none' : `${value.toFixed(digits)} ${unit}`].filter(Boolean).join(', ');
