import { type Plot, plotOf, yGrid } from './axes';
import { niceCeil, niceStep, ticksTo } from './scale';
import { type Chart, type Ink, pathOf, type Shape, type Size } from './shapes';

export interface LineSeries {
  readonly name: string;
  readonly ink: Ink;
  /** [N] in the order of the axis */
  readonly values: readonly number[];
}

export interface LineChart extends Chart {
  readonly plot: Plot;
}

const MARGIN = { top: 32, right: 16, bottom: 36, left: 44 };
const LETTER = 6.4;

/** Curves over one axis, named above it; what lies over the top is cut off there. */
export function lineChart(
  xs: readonly number[],
  series: readonly LineSeries[],
  {
    title,
    xTitle,
    size,
    top,
  }: { readonly title: string; readonly xTitle: string; readonly size: Size; readonly top?: number },
): LineChart {
  const [low, high] = [xs[0], xs[xs.length - 1]];
  const max = top ?? niceCeil(Math.max(1e-9, ...series.flatMap(({ values }) => values)), 5);
  const plot = plotOf(size, MARGIN, [low, high], [0, max]);
  const step = niceStep(high - low, 6);
  const ticks = ticksTo(high - low, step).map((tick) => Number((low + tick).toPrecision(10)));
  const shapes: Shape[] = [
    ...yGrid(plot, ticksTo(max, niceStep(max, 4)), String),
    ...ticks.map(
      (tick): Shape => ({ kind: 'text', x: plot.x(tick), y: plot.y(0) + 14, text: String(tick), anchor: 'middle' }),
    ),
    { kind: 'text', x: size.width / 2, y: size.height - 4, text: xTitle, anchor: 'middle' },
    ...series.map(
      ({ ink, values }): Shape => ({
        kind: 'path',
        d: cutPath(
          xs.map((x, i) => [plot.x(x), plot.y(values[i])] as const),
          plot.y(max),
        ),
        fill: 'none',
        stroke: ink,
        strokeWidth: 2,
      }),
    ),
    ...series.flatMap(({ name, ink }, s): Shape[] => {
      const left = MARGIN.left + series.slice(0, s).reduce((sum, one) => sum + 44 + LETTER * one.name.length, 0);
      return [
        { kind: 'path', d: `M${left} 14h16`, stroke: ink, strokeWidth: 2 },
        { kind: 'text', x: left + 22, y: 14, text: name, ink: 'text', centred: true },
      ];
    }),
  ];
  return {
    ...size,
    title,
    plot,
    shapes,
    table: {
      columns: [xTitle, ...series.map(({ name }) => name)],
      rows: xs.map((x, i) => [x, ...series.map(({ values }) => values[i])]),
    },
  };
}

/** The line without what lies above the ceiling; where it crosses, it ends on it. */
function cutPath(points: readonly (readonly [number, number])[], ceiling: number): string {
  const parts: (readonly [number, number])[][] = [];
  let part: (readonly [number, number])[] = [];
  const cross = ([x0, y0]: readonly [number, number], [x1, y1]: readonly [number, number]) =>
    [x0 + ((ceiling - y0) / (y1 - y0)) * (x1 - x0), ceiling] as const;
  for (const [i, point] of points.entries()) {
    const before = points[i - 1];
    const isInside = point[1] >= ceiling;
    if (before && before[1] >= ceiling !== isInside) part.push(cross(before, point));
    if (isInside) part.push(point);
    else if (part.length > 0) {
      parts.push(part);
      part = [];
    }
  }
  if (part.length > 0) parts.push(part);
  return parts.map(pathOf).join('');
}
