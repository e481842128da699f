/**
 * A chart as plain shapes: the page draws them with its own colours, a report and a download write them as SVG text. So
 * a chart looks the same everywhere, and is tested without a browser.
 */
export const INKS = [
  'text',
  'muted',
  'grid',
  'base',
  'surface',
  'prediction',
  'ground-truth',
  'accent',
  'series-1',
  'series-2',
  'series-3',
  'series-4',
  'series-5',
  'series-6',
] as const;
/** A colour of the page by its meaning, or any CSS colour (`rgb(…)`) where the colour itself is the datum. */
export type Ink = (typeof INKS)[number] | `rgb(${string})` | 'none';

interface Painted {
  readonly fill?: Ink;
  readonly stroke?: Ink;
  readonly strokeWidth?: number;
  readonly dash?: string;
  readonly opacity?: number;
}

export type Shape =
  | (Painted & { readonly kind: 'path'; readonly d: string })
  | (Painted & {
      readonly kind: 'rect';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
    })
  | (Painted & { readonly kind: 'circle'; readonly cx: number; readonly cy: number; readonly r: number })
  | {
      readonly kind: 'text';
      readonly x: number;
      readonly y: number;
      readonly text: string;
      readonly anchor?: 'start' | 'middle' | 'end';
      readonly ink?: Ink;
      readonly size?: number;
      readonly bold?: boolean;
      /** middle of the letters on y instead of their feet */
      readonly centred?: boolean;
      /** degrees, clockwise, about its own place */
      readonly turn?: number;
    };

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The numbers behind a chart, for those who want to read or keep them. */
export interface ChartTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

export interface Chart extends Size {
  /** what it shows, as a title and for screen readers */
  readonly title: string;
  readonly shapes: readonly Shape[];
  readonly table: ChartTable;
}

/** Space around a plot, px. */
export interface Margin {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

/** A number as SVG wants it: short. */
export const short = (value: number): number => Math.round(value * 100) / 100;

export const pathOf = (points: readonly (readonly [number, number])[]): string =>
  points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${short(x)} ${short(y)}`).join('');

export const line = (x1: number, y1: number, x2: number, y2: number, paint: Painted = { stroke: 'grid' }): Shape => ({
  kind: 'path',
  d: `M${short(x1)} ${short(y1)}L${short(x2)} ${short(y2)}`,
  fill: 'none',
  ...paint,
});
