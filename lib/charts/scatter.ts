import { type Plot, plotOf, xAxis, yGrid } from './axes';
import { niceCeil, niceStep, quantileOf, ticksTo } from './scale';
import { type Chart, line, type Shape, type Size } from './shapes';

export interface ScatterChart extends Chart {
  readonly plot: Plot;
  /** right and upper end of both axes */
  readonly max: number;
}

const MARGIN = { top: 12, right: 14, bottom: 38, left: 46 };
const LETTER = 6;

/**
 * Two numbers an image against each other, on one scale, with the line on which they are equal. Images beyond the scale
 * stand at its edge; dots that would lie on each other are drawn once.
 */
export function scatterChart(
  xs: ArrayLike<number>,
  ys: ArrayLike<number>,
  {
    title,
    xTitle,
    yTitle,
    size,
    ids,
  }: {
    readonly title: string;
    readonly xTitle: string;
    readonly yTitle: string;
    readonly size: Size;
    readonly ids: readonly string[];
  },
): ScatterChart {
  const sorted = Float64Array.from([...Array.from(xs), ...Array.from(ys)]).sort();
  const max = niceCeil(Math.max(1e-6, sorted.length > 0 ? quantileOf(sorted, 0.995) : 1));
  const plot = plotOf(size, MARGIN, [0, max], [0, max]);
  const step = niceStep(max, 5);
  const seen = new Set<number>();
  let [better, worse] = ['', ''];
  for (let i = 0; i < xs.length; i++) {
    const x = Math.round(2 * plot.x(Math.min(max, xs[i]))) / 2;
    const y = Math.round(2 * plot.y(Math.min(max, ys[i]))) / 2;
    const place = 65_536 * Math.round(2 * y) + Math.round(2 * x);
    if (seen.has(place)) continue;
    seen.add(place);
    // a line of no length with round caps is a dot
    if (ys[i] < xs[i]) better += `M${x} ${y}h0`;
    else worse += `M${x} ${y}h0`;
  }
  const shapes: Shape[] = [
    ...yGrid(plot, ticksTo(max, step), String),
    ...xAxis(plot, { max, title: xTitle }),
    line(plot.x(0), plot.y(0), plot.x(max), plot.y(max), { stroke: 'base', dash: '4 3' }),
    { kind: 'path', d: better, stroke: 'series-3', strokeWidth: 4, opacity: 0.55 },
    { kind: 'path', d: worse, stroke: 'series-4', strokeWidth: 4, opacity: 0.55 },
    { kind: 'text', x: 12, y: size.height / 2, text: yTitle, anchor: 'middle', turn: -90 },
    {
      kind: 'text',
      x: Math.max(plot.x(max) - 8, plot.x(0) + 16 * LETTER),
      y: plot.y(0) - 8,
      text: 'below the line: better',
      anchor: 'end',
    },
  ];
  return {
    ...size,
    title,
    plot,
    max,
    shapes,
    table: { columns: ['sample', xTitle, yTitle], rows: Array.from(ids, (id, i) => [id, xs[i], ys[i]]) },
  };
}

/** The place of the image nearest to a point of the drawing, within reach; px. */
export function nearestDot(
  { plot, max }: ScatterChart,
  xs: ArrayLike<number>,
  ys: ArrayLike<number>,
  [px, py]: readonly [number, number],
  reach = 14,
): number | null {
  let best: number | null = null;
  let bestDistance = reach;
  for (let i = 0; i < xs.length; i++) {
    const distance = Math.hypot(plot.x(Math.min(max, xs[i])) - px, plot.y(Math.min(max, ys[i])) - py);
    if (distance >= bestDistance) continue;
    best = i;
    bestDistance = distance;
  }
  return best;
}
