import { IBUG_68, landmarkName } from '@/lib/landmarks/scheme';
import type { MeanShape } from '@/lib/metrics/mean-shape';
import { type Chart, type Ink, pathOf, type Shape, short } from './shapes';

export interface FaceMapChart extends Chart {
  /** [68] where each landmark is drawn, px */
  readonly places: readonly (readonly [number, number])[];
}

interface FaceMapOptions {
  readonly title: string;
  /** side of the drawing, px */
  readonly side: number;
  /** head of the value column, with its unit */
  readonly valueLabel: string;
  readonly colourOf: (value: number) => Ink;
  /** the value at which a point has its full size */
  readonly full: number;
}

const MARGIN = 22;
const LARGEST = 11;
const SMALLEST = 2.5;

/** A number a landmark on a face: the mean shape, its points as large and as coloured as their value. */
export function faceMap(
  shape: MeanShape,
  values: readonly (number | null)[],
  { title, side, valueLabel, colourOf, full }: FaceMapOptions,
): FaceMapChart {
  const places = placesOf(shape, side);
  const order = Array.from(places.keys()).sort((a, b) => Math.abs(values[b] ?? 0) - Math.abs(values[a] ?? 0));
  return {
    width: side,
    height: side,
    title,
    places,
    shapes: [
      contours(places),
      // the largest first, so that small ones are not hidden under them
      ...order.map((i): Shape => {
        const value = values[i];
        const [cx, cy] = places[i];
        if (value === null) return { kind: 'circle', cx, cy, r: 2, fill: 'none', stroke: 'base' };
        const r = SMALLEST + (LARGEST - SMALLEST) * Math.min(1, Math.abs(value) / full);
        return { kind: 'circle', cx, cy, r, fill: colourOf(value), stroke: 'surface', strokeWidth: 1 };
      }),
    ],
    table: {
      columns: ['landmark', 'name', valueLabel],
      rows: values.map((value, i) => [i, landmarkName(IBUG_68, i), value]),
    },
  };
}

/** Where predictions lie on the mean from where they should: arrows, drawn longer by a factor that the chart states. */
export function vectorMap(
  shape: MeanShape,
  {
    dx,
    dy,
    error,
  }: {
    readonly dx: readonly (number | null)[];
    readonly dy: readonly (number | null)[];
    readonly error: readonly (number | null)[];
  },
  { side, times }: { readonly side: number; readonly times: number },
): FaceMapChart {
  const places = placesOf(shape, side);
  const scale = scaleOf(shape, side);
  const arrows = places.flatMap(([x, y], i): Shape[] => {
    const across = dx[i];
    const down = dy[i];
    if (across === null || down === null) return [];
    const tip = [x + times * scale * across, y + times * scale * down] as const;
    return [
      { kind: 'path', d: arrow([x, y], tip), stroke: 'prediction', strokeWidth: 1.5, fill: 'none' },
      { kind: 'circle', cx: x, cy: y, r: 2, fill: 'ground-truth' },
    ];
  });
  return {
    width: side,
    height: side,
    title: 'Mean error vectors',
    places,
    shapes: [
      contours(places),
      ...arrows,
      { kind: 'text', x: side - 4, y: side - 6, text: `arrows × ${times}`, anchor: 'end' },
    ],
    table: {
      columns: ['landmark', 'name', 'mean to the right, px', 'mean down, px', 'mean error, px'],
      rows: dx.map((value, i) => [i, landmarkName(IBUG_68, i), value, dy[i], error[i]]),
    },
  };
}

/** How much arrows can be drawn longer so that the longest is a tenth of the drawing: 1, 2, 5, 10 … */
export function arrowFactor(dx: readonly (number | null)[], dy: readonly (number | null)[]): number {
  const longest = Math.max(1e-6, ...dx.map((value, i) => Math.hypot(value ?? 0, dy[i] ?? 0)));
  const wanted = 14 / longest;
  return [50, 20, 10, 5, 2].find((factor) => factor <= wanted) ?? 1;
}

function box(shape: MeanShape) {
  const xs = shape.map(([x]) => x);
  const ys = shape.map(([, y]) => y);
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [top, foot] = [Math.min(...ys), Math.max(...ys)];
  return { left, top, width: right - left, height: foot - top };
}

const scaleOf = (shape: MeanShape, side: number): number => {
  const { width, height } = box(shape);
  return (side - 2 * MARGIN) / Math.max(width, height);
};

/** The face in the middle of the drawing, as large as fits. */
function placesOf(shape: MeanShape, side: number): [number, number][] {
  const { left, top, width, height } = box(shape);
  const scale = scaleOf(shape, side);
  const x0 = (side - scale * width) / 2;
  const y0 = (side - scale * height) / 2;
  return shape.map(([x, y]) => [short(x0 + scale * (x - left)), short(y0 + scale * (y - top))]);
}

const contours = (places: readonly (readonly [number, number])[]): Shape => ({
  kind: 'path',
  d: IBUG_68.contours
    .map(({ indices, closed }) => pathOf(indices.map((i) => places[i])) + (closed ? 'Z' : ''))
    .join(''),
  stroke: 'base',
  opacity: 0.6,
  fill: 'none',
});

const HEAD = 3.5;

function arrow(from: readonly [number, number], to: readonly [number, number]): string {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  const shaft = pathOf([from, to]);
  if (length < HEAD) return shaft;
  const [ux, uy] = [(to[0] - from[0]) / length, (to[1] - from[1]) / length];
  const side = (turn: number): [number, number] => [
    to[0] - HEAD * (ux - turn * 0.7 * uy),
    to[1] - HEAD * (uy + turn * 0.7 * ux),
  ];
  return shaft + pathOf([side(1), to, side(-1)]);
}
