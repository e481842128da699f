import { IBUG_68 } from '@/lib/landmarks/scheme';

const COUNT = IBUG_68.count;
/** 3 × 3, row-major */
type Matrix = readonly number[];

/** A mean face in three dimensions, planar [3 · 68], centred; x right, y down, z into the scene. */
export type MeanFace = Float64Array;

/**
 * Mean 3D face of a few labelled ones and their mirror images, each aligned by a similarity to the mean so far.
 *
 * @param faces planar [3 · 68], complete
 */
export function meanFaceOf(faces: readonly ArrayLike<number>[]): MeanFace {
  const both = faces.flatMap((face) => [centred(face), centred(mirrored(face))]);
  let mean = both[0];
  for (let round = 0; round < 10; round++) {
    const sum = new Float64Array(3 * COUNT);
    for (const face of both) {
      const aligned = rotate(face, nearestRotation(leastSquares(mean, face)));
      const scale = 1 / size(aligned);
      for (let i = 0; i < sum.length; i++) sum[i] += aligned[i] * scale;
    }
    mean = centred(sum);
  }
  return mean;
}

/**
 * Depth of a face of which only x and y are known: the mean face is turned, scaled and moved onto its points as a weak
 * perspective camera would see it, and lends its z. Pose is caught, the person's own relief is not.
 *
 * @param points planar, x and y of [68]
 * @returns [68] z in px of the points, mean 0
 */
export function fitDepth(mean: MeanFace, points: ArrayLike<number>): Float32Array {
  const flat = new Float64Array(3 * COUNT);
  for (let i = 0; i < 2 * COUNT; i++) flat[i] = points[i];
  const map = leastSquares(centred(flat), mean);
  const r1 = map.slice(0, 3);
  const r2 = map.slice(3, 6);
  const scale = (Math.hypot(...r1) + Math.hypot(...r2)) / 2;
  const third = cross(r1, r2);
  const length = Math.hypot(...third);
  const z = new Float32Array(COUNT);
  for (let k = 0; k < COUNT; k++) {
    for (let d = 0; d < 3; d++) z[k] += (scale * third[d] * mean[d * COUNT + k]) / length;
  }
  return z;
}

function centred(face: ArrayLike<number>): Float64Array {
  const result = Float64Array.from(face);
  for (let d = 0; d < 3; d++) {
    const axis = result.subarray(d * COUNT, (d + 1) * COUNT);
    const mean = axis.reduce((sum, value) => sum + value, 0) / COUNT;
    for (let k = 0; k < COUNT; k++) axis[k] -= mean;
  }
  return result;
}

function mirrored(face: ArrayLike<number>): Float64Array {
  const result = new Float64Array(3 * COUNT);
  for (let k = 0; k < COUNT; k++) {
    const from = IBUG_68.mirror[k];
    result[k] = -face[from];
    result[COUNT + k] = face[COUNT + from];
    result[2 * COUNT + k] = face[2 * COUNT + from];
  }
  return result;
}

const size = (face: Float64Array): number => Math.sqrt(face.reduce((sum, value) => sum + value * value, 0));

function rotate(face: Float64Array, map: Matrix): Float64Array {
  const result = new Float64Array(3 * COUNT);
  for (let k = 0; k < COUNT; k++) {
    for (let i = 0; i < 3; i++) {
      for (let j = 0; j < 3; j++) result[i * COUNT + k] += map[3 * i + j] * face[j * COUNT + k];
    }
  }
  return result;
}

/** The linear map A with A · from ≈ to: (to fromᵀ)(from fromᵀ)⁻¹ */
function leastSquares(to: Float64Array, from: Float64Array): number[] {
  const product = (a: Float64Array, b: Float64Array): number[] =>
    Array.from({ length: 9 }, (_, i) => {
      let sum = 0;
      for (let k = 0; k < COUNT; k++) sum += a[Math.floor(i / 3) * COUNT + k] * b[(i % 3) * COUNT + k];
      return sum;
    });
  return multiply(product(to, from), inverse(product(from, from)));
}

const multiply = (a: Matrix, b: Matrix): number[] =>
  Array.from({ length: 9 }, (_, i) => {
    const row = 3 * Math.floor(i / 3);
    const column = i % 3;
    return a[row] * b[column] + a[row + 1] * b[3 + column] + a[row + 2] * b[6 + column];
  });

const cross = ([a, b, c]: readonly number[], [x, y, z]: readonly number[]): number[] => [
  b * z - c * y,
  c * x - a * z,
  a * y - b * x,
];

/** by cofactors */
function inverse(m: Matrix): number[] {
  const rows = [m.slice(0, 3), m.slice(3, 6), m.slice(6, 9)];
  const [x, y, z] = [cross(rows[1], rows[2]), cross(rows[2], rows[0]), cross(rows[0], rows[1])];
  const determinant = rows[0][0] * x[0] + rows[0][1] * x[1] + rows[0][2] * x[2];
  return [x[0], y[0], z[0], x[1], y[1], z[1], x[2], y[2], z[2]].map((value) => value / determinant);
}

/** Polar decomposition by Newton's iteration (Higham 1986): R ← (γR + R⁻ᵀ/γ)/2. */
function nearestRotation(map: Matrix): number[] {
  let rotation = [...map];
  for (let round = 0; round < 30; round++) {
    const inverted = inverse(rotation);
    const transposed = [0, 3, 6, 1, 4, 7, 2, 5, 8].map((i) => inverted[i]);
    const gamma = Math.sqrt(Math.hypot(...transposed) / Math.hypot(...rotation));
    rotation = rotation.map((value, i) => (gamma * value + transposed[i] / gamma) / 2);
  }
  return rotation;
}
