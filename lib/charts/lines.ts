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

const MARGIN = { top: 12, right: 16, bottom: 36, left: 44 };

/** Curves over one axis, named at their right ends. */
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
    ...series.flatMap(({ name, ink, values }, s): Shape[] => [
      {
        kind: 'path',
        d: pathOf(xs.map((x, i) => [plot.x(x), plot.y(Math.min(max, values[i]))] as const)),
        fill: 'none',
        stroke: ink,
        strokeWidth: 2,
      },
      { kind: 'path', d: `M${size.width / 2 - 20} ${20 + 15 * s}h16`, stroke: ink, strokeWidth: 2 },
      { kind: 'text', x: size.width / 2, y: 20 + 15 * s, text: name, ink: 'text', centred: true },
    ]),
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
