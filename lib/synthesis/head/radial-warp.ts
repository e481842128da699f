import type { Vec3 } from './anatomy';

/** Solves A·X = B in place by Gaussian elimination with row pivoting. @param a [n·n] @param b [n·m] becomes X */
function solve(a: Float64Array, b: Float64Array, n: number, m: number): void {
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(a[i * n + k]) > Math.abs(a[pivot * n + k])) pivot = i;
    if (pivot !== k) {
      for (let j = 0; j < n; j++) [a[k * n + j], a[pivot * n + j]] = [a[pivot * n + j], a[k * n + j]];
      for (let j = 0; j < m; j++) [b[k * m + j], b[pivot * m + j]] = [b[pivot * m + j], b[k * m + j]];
    }
    for (let i = k + 1; i < n; i++) {
      const factor = a[i * n + k] / a[k * n + k];
      if (factor === 0) continue;
      for (let j = k; j < n; j++) a[i * n + j] -= factor * a[k * n + j];
      for (let j = 0; j < m; j++) b[i * m + j] -= factor * b[k * m + j];
    }
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let j = 0; j < m; j++) {
      let sum = b[i * m + j];
      for (let k = i + 1; k < n; k++) sum -= a[i * n + k] * b[k * m + j];
      b[i * m + j] = sum / a[i * n + i];
    }
  }
}

/** Rounds the basis off at its centres, mm, so that no landmark sits on a tip. */
const ROUNDING = 6;

/**
 * A smooth displacement of space (multiquadric radial basis √(r² + c²), plus a constant) that moves every `from` to its `to`.
 * @returns displacement at a point
 */
export function radialWarp(from: readonly Vec3[], to: readonly Vec3[]): (p: Vec3) => Vec3 {
  const count = from.length;
  const n = count + 1;
  const a = new Float64Array(n * n);
  const b = new Float64Array(n * 3);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < count; j++) {
      a[i * n + j] = Math.hypot(from[i][0] - from[j][0], from[i][1] - from[j][1], from[i][2] - from[j][2], ROUNDING);
    }
    a[i * n + count] = 1;
    a[count * n + i] = 1;
    for (let k = 0; k < 3; k++) b[i * 3 + k] = to[i][k] - from[i][k];
  }
  solve(a, b, n, 3);
  return ([x, y, z]) => {
    let dx = b[count * 3];
    let dy = b[count * 3 + 1];
    let dz = b[count * 3 + 2];
    for (let i = 0; i < count; i++) {
      const r = Math.hypot(x - from[i][0], y - from[i][1], z - from[i][2], ROUNDING);
      dx += r * b[i * 3];
      dy += r * b[i * 3 + 1];
      dz += r * b[i * 3 + 2];
    }
    return [dx, dy, dz];
  };
}
