'use client';

import { type KeyboardEvent, memo, type PointerEvent, useMemo, useRef, useState } from 'react';
import { useElementSize } from '@/components/editor/use-element-size';
import { classNames } from '@/components/ui/class-names';
import { formatCount } from '@/components/ui/format-number';
import {
  type ChartPoint,
  linearScale,
  linearScaleTo,
  logScale,
  nearestPoint,
  spreadLabels,
  thinPoints,
} from '@/lib/charts/line-scale';
import chart from './chart.module.css';
import styles from './line-chart.module.css';

export interface LineSeries {
  readonly key: string;
  /** stands at the line's end and before its value */
  readonly label: string;
  /** in the order of x */
  readonly points: readonly ChartPoint[];
  /** which of the chart's colours, 0–7 */
  readonly tone: number;
  /** a level to compare with, not something measured along the way */
  readonly isDashed?: boolean;
}

interface LineChartProps {
  /** what it shows, for screen readers */
  readonly label: string;
  readonly series: readonly LineSeries[];
  readonly xLabel: string;
  readonly yLabel: string;
  readonly scale?: 'linear' | 'log';
  /** of the x-axis; log begins at the first point */
  readonly xScale?: 'linear' | 'log';
  /** the x-axis reaches at least so far: where a run under way will end */
  readonly xAtLeast?: number;
  readonly formatY?: (value: number) => string;
  readonly height?: number;
}

const MARGIN = { top: 10, right: 12, bottom: 36, left: 52 };
const LABEL_HEIGHT = 14;
const CHARACTER_WIDTH = 6.2;
/** a point so far from what is read, as a part of the axis, says where it is */
const FAR = 0.02;
/** a tick behind this part of the axis would reach beyond it */
const NEAR_END = 0.97;
/** narrower ones name their lines in the reading only */
const LABELLED_WIDTH = 460;
/** wider ones have room for longer names */
const WIDE = 900;

/** Lines over a common x. Hover, or arrow keys, read all of them at once; log shows what is left to learn. */
export const LineChart = memo(function LineChart({
  label,
  series,
  xLabel,
  yLabel,
  scale = 'linear',
  xScale = 'linear',
  xAtLeast = 0,
  formatY = (value) => value.toFixed(2),
  height = 240,
}: LineChartProps) {
  const frame = useRef<HTMLDivElement>(null);
  const { width } = useElementSize(frame);
  const [reading, setReading] = useState<number | null>(null);
  const shown = useMemo(() => series.filter(({ points }) => points.length > 0), [series]);
  const characters = width >= WIDE ? 32 : 18;
  const longest = Math.max(0, ...shown.map((line) => Math.min(characters, line.label.length)));
  const right = width >= LABELLED_WIDTH ? MARGIN.right + longest * CHARACTER_WIDTH : MARGIN.right;
  const plot = {
    left: MARGIN.left,
    top: MARGIN.top,
    width: Math.max(1, width - MARGIN.left - right),
    height: height - MARGIN.top - MARGIN.bottom,
  };
  const { axisX, axisY, lines } = useMemo(
    () => layOut(shown, scale, xScale, xAtLeast, plot.width, plot.height),
    [shown, scale, xScale, xAtLeast, plot.width, plot.height],
  );
  const x = (value: number) => plot.left + plot.width * axisX.place(value);
  const y = (value: number) => plot.top + plot.height * (1 - axisY.place(value));
  const lastX = Math.max(0, ...shown.map(({ points }) => points[points.length - 1].x));
  const at = Math.min(reading ?? lastX, lastX);
  const read = shown.map((line) => ({ line, point: nearestPoint(line.points, at) as ChartPoint }));
  const labelY = spreadLabels(
    shown.map(({ points }) => y(points[points.length - 1].y)),
    LABEL_HEIGHT,
    plot.top,
    plot.top + plot.height,
  );

  function onPointerMove(event: PointerEvent<SVGSVGElement>) {
    const { left } = event.currentTarget.getBoundingClientRect();
    const share = Math.min(1, Math.max(0, (event.clientX - left - plot.left) / plot.width));
    setReading(axisX.valueAt(share));
  }
  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const densest = shown.reduce<readonly ChartPoint[]>(
      (most, { points }) => (points.length > most.length ? points : most),
      [],
    );
    if (!step || densest.length === 0) return;
    event.preventDefault();
    const index = densest.indexOf(nearestPoint(densest, at) as ChartPoint) + step;
    setReading(densest[Math.min(densest.length - 1, Math.max(0, index))].x);
  }

  return (
    <figure className={chart.figure}>
      <div
        ref={frame}
        className={chart.frame}
        style={{ height }}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys read the lines
        tabIndex={0}
        role="application"
        aria-label={`${label}. Arrow keys read it.`}
        onKeyDown={onKeyDown}
      >
        {width > 0 && (
          <svg
            className={styles.svg}
            width={width}
            height={height}
            onPointerMove={onPointerMove}
            onPointerLeave={() => setReading(null)}
            aria-hidden="true"
          >
            {axisY.ticks.map((tick) => (
              <g key={tick}>
                <line className={styles.grid} x1={plot.left} x2={plot.left + plot.width} y1={y(tick)} y2={y(tick)} />
                <text className={styles.tick} x={plot.left - 8} y={y(tick)} textAnchor="end" dominantBaseline="central">
                  {shortNumber(tick)}
                </text>
              </g>
            ))}
            {axisX.ticks.map((tick) => (
              <text
                key={tick}
                className={styles.tick}
                x={x(tick)}
                y={plot.top + plot.height + 16}
                textAnchor={axisX.place(tick) > NEAR_END ? 'end' : 'middle'}
              >
                {shortNumber(tick)}
              </text>
            ))}
            <text className={styles.axis} x={plot.left + plot.width / 2} y={height - 4} textAnchor="middle">
              {xLabel}
            </text>
            {lines.map(({ key, path, tone, isDashed }) => (
              <path
                key={key}
                className={classNames(styles.line, styles.toned)}
                data-tone={tone}
                data-dashed={isDashed || undefined}
                d={path}
                transform={`translate(${plot.left} ${plot.top})`}
              />
            ))}
            {width >= LABELLED_WIDTH &&
              shown.map((line, i) => (
                <text
                  key={line.key}
                  className={classNames(styles.label, styles.toned)}
                  data-tone={line.tone}
                  x={x(line.points[line.points.length - 1].x) + 8}
                  y={labelY[i]}
                  dominantBaseline="central"
                >
                  {shorten(line.label, characters)}
                </text>
              ))}
            {reading !== null && read.length > 0 && (
              <line
                className={chart.guide}
                x1={x(read[0].point.x)}
                x2={x(read[0].point.x)}
                y1={plot.top}
                y2={plot.top + plot.height}
              />
            )}
            {read.map(({ line, point }) => (
              <circle
                key={line.key}
                className={classNames(styles.dot, styles.toned)}
                data-tone={line.tone}
                cx={x(point.x)}
                cy={y(point.y)}
                r={reading === null ? 2.5 : 3.5}
              />
            ))}
          </svg>
        )}
      </div>
      <figcaption className={styles.reading} aria-live={reading === null ? 'off' : 'polite'}>
        <span>
          {xLabel} {formatCount(Math.round(at))}, {yLabel}:
        </span>
        {read.map(({ line, point }) => (
          <span key={line.key} className={classNames(styles.value, styles.toned)} data-tone={line.tone}>
            {line.label} <b>{formatY(point.y)}</b>
            {Math.abs(axisX.place(point.x) - axisX.place(at)) > FAR && ` at ${formatCount(point.x)}`}
          </span>
        ))}
      </figcaption>
    </figure>
  );
});

/** Axes that hold every point, and each line as path data in px of the plot. */
function layOut(
  series: readonly LineSeries[],
  scale: 'linear' | 'log',
  xScale: 'linear' | 'log',
  xAtLeast: number,
  width: number,
  height: number,
) {
  const points = series.flatMap((line) => line.points);
  let [maxX, minX, maxY, minY] = [xAtLeast, Number.POSITIVE_INFINITY, 0, Number.POSITIVE_INFINITY];
  for (const point of points) {
    maxX = Math.max(maxX, point.x);
    if (point.x > 0) minX = Math.min(minX, point.x);
    maxY = Math.max(maxY, point.y);
    if (point.y > 0) minY = Math.min(minY, point.y);
  }
  const end = maxX > 0 ? maxX : 1;
  const axisX =
    xScale === 'log' && minX <= maxX ? logScale(minX, maxX) : linearScaleTo(end, Math.max(2, Math.floor(width / 90)));
  const axisY = scale === 'log' && minY <= maxY ? logScale(minY, maxY) : linearScale(maxY, 5);
  const place = ({ x, y }: ChartPoint) =>
    `${(width * axisX.place(x)).toFixed(1)} ${(height * (1 - axisY.place(y))).toFixed(1)}`;
  const lines = series.map(({ key, tone, isDashed, points: all }) => {
    const drawn = thinPoints(all, width).map(place);
    // a line of one point is a dot
    return { key, tone, isDashed, path: drawn.length === 1 ? `M${drawn[0]}h0` : `M${drawn.join('L')}` };
  });
  return { axisX, axisY, lines };
}

const shorten = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

/** 12,000 as 12k: ticks stand close. */
const shortNumber = (value: number): string =>
  value >= 10_000 ? `${Number((value / 1000).toPrecision(4))}k` : value >= 1000 ? formatCount(value) : String(value);
