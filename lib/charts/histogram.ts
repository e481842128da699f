import { baseLine, type Plot, plotOf, xAxis } from './axes';
import { type Bin, binValues, niceStep, quantileOf } from './scale';
import type { Chart, Ink, Shape, Size } from './shapes';

/** An upright line with its name. */
export interface HistogramMark {
  readonly at: number;
  readonly label: string;
}

export interface HistogramChart extends Chart {
  readonly plot: Plot;
  readonly bins: readonly Bin[];
  readonly binWidth: number;
  /** where the last bin, which is open, begins */
  readonly end: number;
}

const MARGIN = { top: 32, right: 16, bottom: 36, left: 16 };
const BINS = 40;
const LETTER = 6;

/** Steps that fit the values whatever is filtered, so that bars do not jump about. */
export interface HistogramScale {
  readonly binWidth: number;
  readonly end: number;
}

/** @param atLeast the scale reaches at least so far */
export function histogramScale(values: ArrayLike<number>, atLeast: number): HistogramScale {
  const sorted = Float64Array.from(values).sort();
  const reach = Math.max(atLeast, sorted.length > 0 ? quantileOf(sorted, 0.98) : 0);
  const binWidth = niceStep(reach, BINS);
  return { binWidth, end: Math.ceil(reach / binWidth - 1e-9) * binWidth };
}

/**
 * How many images have which value; everything beyond the scale stands in one open bin at its end.
 *
 * @param ghost values drawn faintly behind: all images, where `values` are those that a filter lets through
 * @param inkOf the colour of a bar, by its middle
 */
export function histogramChart(
  values: ArrayLike<number>,
  {
    scale: { binWidth, end },
    ghost,
    axis,
    marks,
    inkOf = () => 'prediction',
    size,
  }: {
    readonly scale: HistogramScale;
    readonly ghost?: ArrayLike<number>;
    readonly axis: string;
    readonly marks: readonly HistogramMark[];
    readonly inkOf?: (middle: number) => Ink;
    readonly size: Size;
  },
): HistogramChart {
  const bins = binValues(values, binWidth, end);
  const behind = ghost ? binValues(ghost, binWidth, end) : bins;
  const most = Math.max(1, ...behind.map(({ count }) => count), ...bins.map(({ count }) => count));
  // the open bin stands at the end, as wide as the others
  const plot = plotOf(size, MARGIN, [0, end + binWidth], [0, most]);
  const bar = ({ from, count }: Bin, paint: { fill: Ink; opacity?: number }): Shape[] =>
    count === 0
      ? []
      : [
          {
            kind: 'rect',
            x: plot.x(from),
            y: plot.y(count),
            width: Math.max(1, plot.x(from + binWidth) - plot.x(from) - 1),
            height: plot.y(0) - plot.y(count),
            ...paint,
          },
        ];
  return {
    ...size,
    title: axis,
    plot,
    bins,
    binWidth,
    end,
    shapes: [
      ...(ghost ? behind.flatMap((bin) => bar(bin, { fill: 'base', opacity: 0.35 })) : []),
      ...bins.flatMap((bin) => bar(bin, { fill: inkOf(bin.from + binWidth / 2), opacity: 0.85 })),
      baseLine(plot),
      ...xAxis(plot, { max: end, title: axis }),
      ...markShapes(marks, plot, end + binWidth),
    ],
    table: {
      columns: ['from', 'to', 'images', ...(ghost ? ['of all'] : [])],
      rows: bins.map(({ from, to, count }, i) => [
        from,
        to === Infinity ? null : to,
        count,
        ...(ghost ? [behind[i].count] : []),
      ]),
    },
  };
}

function markShapes(marks: readonly HistogramMark[], plot: Plot, right: number): Shape[] {
  return marks
    .toSorted((a, b) => a.at - b.at)
    .flatMap(({ at, label }, order): Shape[] => {
      const place = plot.x(Math.min(at, right));
      // the smaller reads to the left of its line and the larger to the right, so that they keep apart
      const isLeft =
        place > plot.width * 0.75 || (order === 0 && marks.length > 1 && place > label.length * LETTER + 16);
      return [
        { kind: 'path', d: `M${place} ${8 + 12 * order}V${plot.y(0)}`, stroke: 'muted', dash: '3 3' },
        {
          kind: 'text',
          x: place + (isLeft ? -4 : 4),
          y: 14 + 12 * order,
          text: label,
          anchor: isLeft ? 'end' : 'start',
          ink: 'text',
        },
      ];
    });
}
