/**
 * Points know their space. Origin at the *centre* of the top-left pixel, x right, y down, 0-based;
 * so pixel (i, j) covers [i − ½, i + ½] × [j − ½, j + ½].
 */
declare const space: unique symbol;

export type PointIn<Space extends string> = readonly [x: number, y: number] & { readonly [space]: Space };
/** px of the original image */
export type ImagePoint = PointIn<'image'>;
/** px of the square network input (192 × 192 unless a model says otherwise) */
export type CropPoint = PointIn<'crop'>;

export const imagePoint = (x: number, y: number): ImagePoint => [x, y] as unknown as ImagePoint;
export const cropPoint = (x: number, y: number): CropPoint => [x, y] as unknown as CropPoint;

/** Axis-aligned rectangle in image px, measured between point coordinates (not pixel counts). */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export const distance = (a: readonly [number, number], b: readonly [number, number]): number =>
  Math.hypot(a[0] - b[0], a[1] - b[1]);

/** Tight box of the points. @throws RangeError for no points: an empty set has no box. */
export function boundingBox(points: readonly (readonly [number, number])[]): Box {
  if (points.length === 0) throw new RangeError('boundingBox: expected at least one point, found 0');
  let x0 = Infinity;
  let y0 = Infinity;
  let x1 = -Infinity;
  let y1 = -Infinity;
  for (const [x, y] of points) {
    x0 = Math.min(x0, x);
    y0 = Math.min(y0, y);
    x1 = Math.max(x1, x);
    y1 = Math.max(y1, y);
  }
  return { x: x0, y: y0, width: x1 - x0, height: y1 - y0 };
}

export function centroid(points: readonly (readonly [number, number])[]): readonly [x: number, y: number] {
  if (points.length === 0) throw new RangeError('centroid: expected at least one point, found 0');
  let x = 0;
  let y = 0;
  for (const point of points) {
    x += point[0];
    y += point[1];
  }
  return [x / points.length, y / points.length];
}

/** Intersection over union, 0–1. */
export function overlap(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (width <= 0 || height <= 0) return 0;
  const intersection = width * height;
  return intersection / (a.width * a.height + b.width * b.height - intersection);
}
