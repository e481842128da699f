'use client';

import Link from 'next/link';
import { useMemo, useRef, useState } from 'react';
import { useElementSize } from '@/components/editor/use-element-size';
import { countOf } from '@/components/ui/format-number';
import styles from './chart.module.css';
import { type Bin, binValues, niceStep, quantileOf, ticksTo } from './scale';

interface Mark {
  readonly at: number;
  readonly label: string;
}

interface HistogramProps {
  /** one a image */
  readonly values: readonly number[];
  readonly unit: string;
  readonly axis: string;
  /** the scale reaches at least so far */
  readonly atLeast: number;
  /** upright lines with their names */
  readonly marks: readonly Mark[];
  /** where the images of a bin are */
  readonly hrefOf: (bin: Bin) => string;
  readonly height?: number;
}

const MARGIN = { top: 30, right: 16, bottom: 36, left: 16 };
const BINS = 32;

/** How many images have which error; each bar leads to its images. */
export function Histogram({ values, unit, axis, atLeast, marks, hrefOf, height = 240 }: HistogramProps) {
  const frame = useRef<HTMLDivElement>(null);
  const { width } = useElementSize(frame);
  const [reading, setReading] = useState<Bin | null>(null);
  const { bins, max, binWidth } = useMemo(() => {
    const sorted = values.toSorted((a, b) => a - b);
    const reach = Math.max(atLeast, quantileOf(sorted, 0.98));
    const step = niceStep(reach, BINS);
    const end = Math.ceil(reach / step - 1e-9) * step;
    return { bins: binValues(sorted, step, end), max: end, binWidth: step };
  }, [values, atLeast]);
  const most = Math.max(1, ...bins.map(({ count }) => count));
  const plotWidth = Math.max(0, width - MARGIN.left - MARGIN.right);
  const plotHeight = height - MARGIN.top - MARGIN.bottom;
  // the open bin stands at the end, as wide as the others
  const x = (value: number) => MARGIN.left + (plotWidth * value) / (max + binWidth);
  const y = (count: number) => MARGIN.top + plotHeight * (1 - count / most);

  return (
    <figure className={styles.figure}>
      <div ref={frame} className={styles.frame} style={{ height }}>
        {width > 0 && (
          <svg width={width} height={height} onPointerLeave={() => setReading(null)} aria-label={axis}>
            {bins.map((bin) => {
              const left = x(bin.from);
              const barWidth = Math.max(1, x(bin.from + binWidth) - left - 1);
              if (bin.count === 0) return null;
              return (
                <Link
                  key={bin.from}
                  href={hrefOf(bin)}
                  prefetch={false}
                  aria-label={readBin(bin, unit)}
                  onPointerEnter={() => setReading(bin)}
                  onFocus={() => setReading(bin)}
                  onBlur={() => setReading(null)}
                >
                  <rect className={styles.target} x={left} width={barWidth} y={MARGIN.top} height={plotHeight} />
                  <rect
                    className={styles.bar}
                    x={left}
                    width={barWidth}
                    y={y(bin.count)}
                    height={y(0) - y(bin.count)}
                  />
                </Link>
              );
            })}
            <line className={styles.base} x1={MARGIN.left} x2={width - MARGIN.right} y1={y(0)} y2={y(0)} />
            {ticksTo(max, niceStep(max, 8)).map((tick) => (
              <text key={tick} className={styles.tick} x={x(tick)} y={y(0) + 14} textAnchor="middle">
                {tick}
              </text>
            ))}
            <text className={styles.axis} x={MARGIN.left + plotWidth / 2} y={height - 4} textAnchor="middle">
              {axis}
            </text>
            {marks
              .toSorted((a, b) => a.at - b.at)
              .map(({ at, label }, order) => {
                const place = x(Math.min(at, max + binWidth));
                // the smaller reads to the left of its line and the larger to the right, so that they keep apart
                const isLeft =
                  place > width * 0.75 || (order === 0 && marks.length > 1 && place > label.length * 6 + 16);
                return (
                  <g key={label} className={styles.mark}>
                    <line x1={place} x2={place} y1={8 + 12 * order} y2={y(0)} />
                    <text x={place + (isLeft ? -4 : 4)} y={14 + 12 * order} textAnchor={isLeft ? 'end' : 'start'}>
                      {label}
                    </text>
                  </g>
                );
              })}
          </svg>
        )}
      </div>
      <figcaption className={styles.reading} aria-live="polite">
        {reading ? readBin(reading, unit) : 'Point at a bar to read it; press it to see its images.'}
      </figcaption>
    </figure>
  );
}

const readBin = ({ from, to, count }: Bin, unit: string): string =>
  `${countOf(count, 'image')} ${to === Infinity ? `from ${from} ${unit} on` : `from ${from} to ${to} ${unit}`}`;
