import { symmetricEigen } from '@/lib/datasets/quality/linear-algebra';
import { type Annotation, isAnnotated } from '@/lib/landmarks/annotation';
import { IBUG_68 } from '@/lib/landmarks/scheme';
import type { PredictedPoints } from './point-errors';
import { mean } from './statistics';

export type Point3 = readonly [x: number, y: number, z: number];

/** p ↦ scale · rotation · p + shift; rotation row-major, never a mirroring */
export interface Similarity3 {
  readonly scale: number;
  readonly rotation: readonly number[];
  readonly shift: Point3;
}

/**
 * The similarity that brings `from` nearest to `to` in the least-squares sense: rotation by Horn's quaternion (J. Opt.
 * Soc. Am. A 4, 1987, eq. 24–26), scale by Umeyama (PAMI 13, 1991, eq. 42).
 *
 * @returns null when either set lies in one place
 */
export function alignSimilarity3(from: readonly Point3[], to: readonly Point3[]): Similarity3 | null {
  const a = centred(from);
  const b = centred(to);
  if (!a || !b) return null;
  // s[3·i + j]: sum of the i-th coordinate of `from` times the j-th of `to`
  const s = new Array<number>(9).fill(0);
  for (const [k, p] of a.points.entries()) {
    for (let i = 0; i < 3; i++) for (let j = 0; j < 3; j++) s[3 * i + j] += p[i] * b.points[k][j];
  }
  const [xx, xy, xz, yx, yy, yz, zx, zy, zz] = s;
  const { vectors } = symmetricEigen(
    Float64Array.of(
      ...[xx + yy + zz, yz - zy, zx - xz, xy - yx],
      ...[yz - zy, xx - yy - zz, xy + yx, zx + xz],
      ...[zx - xz, xy + yx, yy - xx - zz, yz + zy],
      ...[xy - yx, zx + xz, yz + zy, zz - xx - yy],
    ),
    4,
  );
  const rotation = rotationOf(vectors[0]);
  let along = 0;
  for (const [k, p] of a.points.entries()) {
    const turned = rotate(rotation, p);
    for (let i = 0; i < 3; i++) along += turned[i] * b.points[k][i];
  }
  const scale = along / a.squares;
  const turned = rotate(rotation, a.centre);
  return {
    scale,
    rotation,
    shift: [0, 1, 2].map((i) => b.centre[i] - scale * turned[i]) as unknown as Point3,
  };
}

export function applySimilarity3({ scale, rotation, shift }: Similarity3, point: Point3): Point3 {
  const [x, y, z] = rotate(rotation, point);
  return [scale * x + shift[0], scale * y + shift[1], scale * z + shift[2]];
}

/** Errors in space after alignment, in percent of √(w·h) of the ground truth's box. */
export interface DepthErrors {
  /** mean |z| */
  readonly depth: number;
  /** mean distance in space: the 3D NME */
  readonly distance: number;
}

/**
 * How well the depth of a face is met. Depth has no origin and no scale that two sets share, so the prediction is brought
 * onto the ground truth by a similarity first; what is left is error of shape.
 *
 * @param box √(w·h) of the ground truth's tight box, image px
 * @returns null for a 2D set, a model without depth, or points in one place
 */
export function depthErrors(annotation: Annotation, prediction: PredictedPoints, box: number): DepthErrors | null {
  const { z } = annotation;
  if (!z) return null;
  const truth: Point3[] = [];
  const answer: Point3[] = [];
  for (let i = 0; i < IBUG_68.count; i++) {
    if (!isAnnotated(annotation, i)) continue;
    const [x, y, depth] = prediction[i];
    if (depth === undefined) return null;
    truth.push([annotation.points[i][0], annotation.points[i][1], z[i]]);
    answer.push([x, y, depth]);
  }
  const similarity = alignSimilarity3(answer, truth);
  if (!similarity) return null;
  const aligned = answer.map((point) => applySimilarity3(similarity, point));
  return {
    depth: (100 * mean(aligned.map((point, k) => Math.abs(point[2] - truth[k][2])))) / box,
    distance:
      (100 * mean(aligned.map((point, k) => Math.hypot(...point.map((value, i) => value - truth[k][i]))))) / box,
  };
}

/** null when all points lie in one place */
function centred(points: readonly Point3[]): { points: Point3[]; centre: Point3; squares: number } | null {
  const centre = [0, 1, 2].map((i) => mean(points.map((p) => p[i]))) as unknown as Point3;
  const moved = points.map(([x, y, z]): Point3 => [x - centre[0], y - centre[1], z - centre[2]]);
  const squares = moved.reduce((sum, [x, y, z]) => sum + x * x + y * y + z * z, 0);
  return squares > 0 ? { points: moved, centre, squares } : null;
}

/** @param q unit quaternion, the scalar first */
function rotationOf([w, x, y, z]: Float64Array): number[] {
  return [
    ...[w * w + x * x - y * y - z * z, 2 * (x * y - w * z), 2 * (x * z + w * y)],
    ...[2 * (x * y + w * z), w * w - x * x + y * y - z * z, 2 * (y * z - w * x)],
    ...[2 * (x * z - w * y), 2 * (y * z + w * x), w * w - x * x - y * y + z * z],
  ];
}

const rotate = (r: readonly number[], [x, y, z]: Point3): Point3 => [
  r[0] * x + r[1] * y + r[2] * z,
  r[3] * x + r[4] * y + r[5] * z,
  r[6] * x + r[7] * y + r[8] * z,
];
