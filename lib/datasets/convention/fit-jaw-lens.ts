import { type ImagePoint, imagePoint } from '@/lib/landmarks/geometry';
import { createRandom } from '@/lib/random';
import { faceGeometry } from '@/lib/synthesis/face-geometry';
import { projectPoint } from '@/lib/synthesis/render/camera';
import { sampleFaceParameters } from '@/lib/synthesis/sample-parameters';
import { cholesky, solveCholesky, symmetricEigen } from '../quality/linear-algebra';
import { POINT_COUNT } from '../quality/quality-face';
import { applySimilarity } from '../quality/similarity';
import type { JawKind } from '../quality/synthetic-background';
import { JAW_COUNT, type JawLens, type JawView, jawFeatures, throughLens, turned, viewJaw } from './jaw-lens';

const SIZE = 2 * JAW_COUNT;
const IMAGE_SIZE = 256;
/** Modes of the jaw that the map looks at. */
const MODES = 10;
/** Ridge on features of unit variance, as a share of the faces. */
const RIDGE = 1e-3;

/** A generated face with its jaw in both conventions. */
export interface TwoJawFace {
  /** [68] image px, the jaw projected */
  readonly projected: readonly ImagePoint[];
  /** [68] the same with the jaw on the visible outline */
  readonly outline: readonly ImagePoint[];
}

/** Unrendered faces of the generator: its landmarks are exact in both conventions. @param seed of the first */
export function twoJawFaces(count: number, seed: number): TwoJawFace[] {
  return Array.from({ length: count }, (_, i) => {
    const geometry = faceGeometry(sampleFaceParameters(createRandom(seed + i)), IMAGE_SIZE);
    const projected = geometry.points3d.slice(0, POINT_COUNT).map((point) => {
      const [x, y] = projectPoint(geometry.camera, point);
      return imagePoint(x, y);
    });
    return { projected, outline: [...geometry.outlineJaw, ...projected.slice(JAW_COUNT)] };
  });
}

interface Pair {
  readonly view: JawView;
  /** [34] the other jaw minus this one, in this view */
  readonly change: Float64Array;
}

/** Least squares with a little ridge. @throws RangeError for fewer faces than features */
export function fitJawLens(faces: readonly TwoJawFace[], from: JawKind, to: JawKind): JawLens {
  const pairs = faces.flatMap((face): Pair[] => {
    const view = viewJaw(face[from]);
    if (!view) return [];
    const flat = Float64Array.from({ length: SIZE }, (_, k) => face[to][k >> 1][k & 1]);
    const other = turned(applySimilarity(view.toModel, flat), view.mirrored);
    return [{ view, change: other.map((value, k) => value - view.jaw[k]) }];
  });
  const basis = modesOf(pairs.map(({ view }) => view.jaw));
  const rows = pairs.map(({ view }) => jawFeatures(basis, view));
  const n = rows[0]?.length ?? 0;
  if (pairs.length <= n) throw new RangeError(`jaw lens: expected more than ${n} faces, found ${pairs.length}`);
  const scale = Float64Array.from({ length: n }, (_, f) =>
    Math.sqrt(rows.reduce((sum, row) => sum + row[f] ** 2, 0) / rows.length),
  );
  const normal = new Float64Array(n * n);
  for (const row of rows) {
    for (let a = 0; a < n; a++) {
      for (let b = 0; b < n; b++) normal[a * n + b] += (row[a] / scale[a]) * (row[b] / scale[b]);
    }
  }
  for (let f = 0; f < n; f++) normal[f * n + f] += RIDGE * rows.length;
  const factor = cholesky(normal, n);
  const columns = Array.from({ length: SIZE }, (_, k) => {
    const right = new Float64Array(n);
    for (const [i, row] of rows.entries()) {
      for (let f = 0; f < n; f++) right[f] += (row[f] / scale[f]) * pairs[i].change[k];
    }
    return solveCholesky(factor, n, right);
  });
  const weights = Array.from({ length: n }, (_, f) => columns.map((column) => rounded(column[f] / scale[f])));
  return { from, to, ...basis, weights };
}

/** Five digits are finer than a hundredth of a px, and keep the file small. */
const rounded = (value: number): number => Number(value.toPrecision(5));

function modesOf(jaws: readonly Float64Array[]): Pick<JawLens, 'mean' | 'modes'> {
  const mean = Array.from({ length: SIZE }, (_, k) =>
    rounded(jaws.reduce((sum, jaw) => sum + jaw[k], 0) / jaws.length),
  );
  const covariance = new Float64Array(SIZE * SIZE);
  for (const jaw of jaws) {
    for (let a = 0; a < SIZE; a++) {
      for (let b = 0; b < SIZE; b++)
        covariance[a * SIZE + b] += ((jaw[a] - mean[a]) * (jaw[b] - mean[b])) / jaws.length;
    }
  }
  const { vectors } = symmetricEigen(covariance, SIZE);
  return { mean, modes: vectors.slice(0, MODES).map((mode) => [...mode].map(rounded)) };
}

/** How far the jaws of both conventions lie apart, before and after the lens. */
export interface LensError {
  readonly faces: number;
  /** mean distance of the 17 points, model px: the face's longer side is 96, as in the reference crop */
  readonly beforePx: number;
  readonly afterPx: number;
}

/** On faces that the lens has not seen. @param turnedDeg [from, to) of the estimated |yaw| */
export function measureJawLens(
  lens: JawLens,
  faces: readonly TwoJawFace[],
  [fromDeg, toDeg]: readonly [number, number] = [0, 180],
): LensError {
  let [count, before, after] = [0, 0, 0];
  for (const face of faces) {
    const view = viewJaw(face[lens.from]);
    const mapped = throughLens(lens, face[lens.from]);
    const degrees = view && (view.yawRad * 180) / Math.PI;
    if (!view || !mapped || degrees === null || degrees < fromDeg || degrees >= toDeg) continue;
    const pxOf = Math.hypot(view.toModel.a, view.toModel.b);
    const apart = (points: readonly ImagePoint[]) =>
      points
        .slice(0, JAW_COUNT)
        .reduce((sum, [x, y], i) => sum + Math.hypot(x - face[lens.to][i][0], y - face[lens.to][i][1]) / JAW_COUNT, 0);
    count++;
    before += pxOf * apart(face[lens.from]);
    after += pxOf * apart(mapped);
  }
  return { faces: count, beforePx: before / count, afterPx: after / count };
}
