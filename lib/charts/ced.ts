import { type Interval, shareInterval } from '@/lib/metrics/share-interval';
import { type Plot, plotOf, xAxis, yGrid } from './axes';
import { countUpTo, niceCeil, quantileOf } from './scale';
import { type Chart, type Ink, pathOf, type Shape, type Size } from './shapes';

export interface CedSeries {
  readonly name: string;
  readonly ink: Ink;
  /** rising, percent */
  readonly sorted: ArrayLike<number>;
  /** faces without an answer: images that never come in */
  readonly failures?: number;
  /** a quiet line for comparison, without a band */
  readonly isReference?: boolean;
}

export interface CedChart extends Chart {
  readonly plot: Plot;
  /** right end of the axis, percent */
  readonly max: number;
}

const MARGIN = { top: 12, right: 16, bottom: 36, left: 44 };
/** Points of a drawn curve; more would not be seen. */
const POINTS = 200;

const imagesOf = ({ sorted, failures = 0 }: CedSeries): number => sorted.length + failures;

/** Share of images with an NME of at most x. */
export const cedShare = (series: CedSeries, x: number): number =>
  countUpTo(series.sorted, x) / Math.max(1, imagesOf(series));

/** The same with its bootstrap interval, point by point. */
export const cedInterval = (series: CedSeries, x: number): Interval =>
  shareInterval(countUpTo(series.sorted, x), Math.max(1, imagesOf(series)));

/**
 * Cumulative error distribution: the share of images whose NME is at most x, with its 95 % band.
 *
 * @param alpha area under the curve is taken up to here, percent
 */
export function cedChart(
  series: readonly CedSeries[],
  { alpha, normaliser, size }: { readonly alpha: number; readonly normaliser: string; readonly size: Size },
): CedChart {
  const reach = series.filter(({ isReference, sorted }) => !isReference && sorted.length > 0);
  const max = niceCeil(Math.max(alpha, ...reach.map(({ sorted }) => quantileOf(sorted, 0.9))));
  const plot = plotOf(size, MARGIN, [0, max], [0, 1]);
  const places = Array.from({ length: POINTS + 1 }, (_, i) => (max * i) / POINTS);
  const shapes: Shape[] = [
    ...yGrid(plot, [0, 0.25, 0.5, 0.75, 1], (share) => `${Math.round(100 * share)} %`),
    ...xAxis(plot, { max, title: `NME, % of ${normaliser}` }),
    { kind: 'path', d: `M${plot.x(alpha)} ${plot.y(0)}V${plot.y(1)}`, stroke: 'base', dash: '2 3', fill: 'none' },
    {
      kind: 'text',
      x: plot.x(alpha) + (alpha < 0.85 * max ? 4 : -4),
      y: plot.y(1) + 4,
      text: `α ${alpha} %`,
      anchor: alpha < 0.85 * max ? 'start' : 'end',
    },
  ];
  for (const one of series) {
    if (one.sorted.length === 0) continue;
    if (!one.isReference) {
      const band = places.map((x) => [x, cedInterval(one, x)] as const);
      const upper = band.map(([x, [, high]]) => [plot.x(x), plot.y(high)] as const);
      const lower = band.map(([x, [low]]) => [plot.x(x), plot.y(low)] as const).reverse();
      shapes.push({ kind: 'path', d: `${pathOf([...upper, ...lower])}Z`, fill: one.ink, opacity: 0.16 });
    }
    shapes.push({
      kind: 'path',
      d: pathOf(places.map((x) => [plot.x(x), plot.y(cedShare(one, x))] as const)),
      fill: 'none',
      stroke: one.ink,
      strokeWidth: one.isReference ? 1.25 : 2,
      dash: one.isReference ? '5 4' : undefined,
    });
  }
  shapes.push(...legend(series, plot));
  return {
    ...size,
    title: 'Cumulative error distribution',
    shapes,
    plot,
    max,
    table: {
      columns: [
        `NME, % of ${normaliser}`,
        ...series.flatMap(({ name, isReference }) => [
          `${name}, share of images`,
          ...(isReference ? [] : [`${name}, low`, `${name}, high`]),
        ]),
      ],
      rows: places
        .filter((_, i) => i % 4 === 0)
        .map((x) => [
          Number(x.toPrecision(6)),
          ...series.flatMap((one) => [cedShare(one, x), ...(one.isReference ? [] : cedInterval(one, x))]),
        ]),
    },
  };
}

const LEGEND_LINE = 15;

/** Names in the empty corner under the curves. */
function legend(series: readonly CedSeries[], plot: Plot): Shape[] {
  if (series.length < 2) return [];
  const right = plot.width - plot.margin.right - 6;
  const foot = plot.y(0) - 10 - LEGEND_LINE * (series.length - 1);
  return series.flatMap(({ name, ink, isReference }, i): Shape[] => [
    { kind: 'text', x: right - 22, y: foot + LEGEND_LINE * i, text: name, anchor: 'end', ink: 'text', centred: true },
    {
      kind: 'path',
      d: `M${right - 16} ${foot + LEGEND_LINE * i}H${right}`,
      stroke: ink,
      strokeWidth: 2,
      dash: isReference ? '5 4' : undefined,
    },
  ]);
}
