import { niceCeil } from './scale';
import { type Chart, type Ink, type Shape, type Size, short } from './shapes';

/** Heights over a square [−reach, reach]², row by row from its far edge: values[j · n + i] at x_i, y_j. */
export interface Surface {
  /** points along one side */
  readonly n: number;
  readonly reach: number;
  readonly values: Float64Array;
}

export function sampleSurface(reach: number, n: number, heightOf: (x: number, y: number) => number): Surface {
  const at = (i: number) => -reach + (2 * reach * i) / (n - 1);
  return {
    n,
    reach,
    values: Float64Array.from({ length: n * n }, (_, k) => heightOf(at(k % n), at(Math.floor(k / n)))),
  };
}

const TURN = (32 * Math.PI) / 180;
const TILT = (30 * Math.PI) / 180;
const RISE = 0.62;

/**
 * A surface seen from above its corner, drawn tile by tile from the back: what is nearer hides what is farther.
 *
 * @param top height of the upper end of the scale; the same for several surfaces makes them comparable
 */
export function surfaceChart(
  { n, reach, values }: Surface,
  {
    title,
    size,
    top,
    colourOf,
    axes,
  }: {
    readonly title: string;
    readonly size: Size;
    readonly top: number;
    readonly colourOf: (share: number) => Ink;
    readonly axes: readonly [x: string, y: string, z: string];
  },
): Chart {
  const { width, height } = size;
  const scale = Math.min(width / 3, height / 2.7);
  const middle = [width / 2, height * 0.6] as const;
  /** u, v in −1 … 1, share of the height 0 … 1 */
  const place = (u: number, v: number, share: number): [number, number] => {
    const across = u * Math.cos(TURN) - v * Math.sin(TURN);
    const away = u * Math.sin(TURN) + v * Math.cos(TURN);
    return [
      short(middle[0] + scale * across),
      short(middle[1] + scale * (away * Math.sin(TILT) - 2 * RISE * share * Math.cos(TILT) + 0.25)),
    ];
  };
  const unit = (i: number) => -1 + (2 * i) / (n - 1);
  const share = (i: number, j: number) => Math.min(1, values[j * n + i] / top);
  const polygon = (corners: readonly (readonly [number, number])[]) =>
    `M${corners.map(([x, y]) => `${x} ${y}`).join('L')}Z`;
  const shapes: Shape[] = [
    {
      kind: 'path',
      d: polygon([place(-1, -1, 0), place(1, -1, 0), place(1, 1, 0), place(-1, 1, 0)]),
      stroke: 'base',
      fill: 'none',
    },
    { kind: 'path', d: `M${place(-1, -1, 0).join(' ')}L${place(-1, -1, 1).join(' ')}`, stroke: 'base', fill: 'none' },
  ];
  // far rows have small v: from the back to the front, left to right
  for (let j = 0; j < n - 1; j++) {
    for (let i = 0; i < n - 1; i++) {
      const corners = [
        [i, j],
        [i + 1, j],
        [i + 1, j + 1],
        [i, j + 1],
      ] as const;
      const heights = corners.map(([a, b]) => share(a, b));
      const mean = heights.reduce((sum, value) => sum + value, 0) / 4;
      shapes.push({
        kind: 'path',
        d: polygon(corners.map(([a, b], k) => place(unit(a), unit(b), heights[k]))),
        fill: colourOf(mean),
        stroke: 'surface',
        strokeWidth: 0.35,
      });
    }
  }
  const label = (at: readonly [number, number], text: string, anchor: 'start' | 'middle' | 'end'): Shape => ({
    kind: 'text',
    x: at[0],
    y: at[1],
    text,
    anchor,
  });
  const front = place(0, 1, 0);
  const side = place(1, 0, 0);
  const pole = place(-1, -1, 1);
  shapes.push(
    label([front[0] - 6, front[1] + 20], `${axes[0]} −${reach} … ${reach}`, 'end'),
    label([side[0] + 6, side[1] + 18], `${axes[1]} −${reach} … ${reach}`, 'start'),
    label([pole[0], pole[1] - 6], `${axes[2]} ${niceText(top)}`, 'middle'),
  );
  return {
    ...size,
    title,
    shapes,
    table: {
      columns: [axes[0], axes[1], axes[2]],
      rows: Array.from(values, (value, k) => [
        -reach + (2 * reach * (k % n)) / (n - 1),
        -reach + (2 * reach * Math.floor(k / n)) / (n - 1),
        value,
      ]),
    },
  };
}

const niceText = (value: number): string => String(Number(value.toPrecision(3)));

/** A round upper end for surfaces that are to be compared. */
export const commonTop = (surfaces: readonly Surface[]): number =>
  niceCeil(Math.max(...surfaces.map(({ values }) => values.reduce((most, value) => Math.max(most, value), 0))), 5);
