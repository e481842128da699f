/** Dense square matrices, row-major in one array: small ones (a face has 136 coordinates), so plain loops. */
export type SquareMatrix = Float64Array;

/**
 * Lower triangle L of A = L·Lᵀ.
 *
 * @throws RangeError when A is not positive definite
 */
export function cholesky(a: SquareMatrix, n: number): SquareMatrix {
  const l = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j];
      for (let k = 0; k < j; k++) sum -= l[i * n + k] * l[j * n + k];
      if (i !== j) l[i * n + j] = sum / l[j * n + j];
      else if (sum > 0) l[i * n + i] = Math.sqrt(sum);
      else throw new RangeError(`cholesky: expected a positive definite matrix, found pivot ${sum} in row ${i}`);
    }
  }
  return l;
}

/** Solves L·Lᵀ·x = b. */
export function solveCholesky(l: SquareMatrix, n: number, b: ArrayLike<number>): Float64Array {
  const x = Float64Array.from(b);
  for (let i = 0; i < n; i++) {
    let sum = x[i];
    for (let k = 0; k < i; k++) sum -= l[i * n + k] * x[k];
    x[i] = sum / l[i * n + i];
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = x[i];
    for (let k = i + 1; k < n; k++) sum -= l[k * n + i] * x[k];
    x[i] = sum / l[i * n + i];
  }
  return x;
}

/** Inverse of a symmetric positive definite matrix. @throws RangeError when it is not */
export function invertPositiveDefinite(a: SquareMatrix, n: number): SquareMatrix {
  const l = cholesky(a, n);
  const inverse = new Float64Array(n * n);
  const unit = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    unit.fill(0);
    unit[j] = 1;
    const column = solveCholesky(l, n, unit);
    for (let i = 0; i < n; i++) inverse[i * n + j] = column[i];
  }
  return inverse;
}

export interface Eigen {
  /** falling */
  readonly values: Float64Array;
  /** vectors[k] is the unit eigenvector of values[k] */
  readonly vectors: readonly Float64Array[];
}

/**
 * Eigenvalues and vectors of a symmetric matrix: Householder reduction to a tridiagonal one, then implicit QL
 * (Bowdler, Martin, Reinsch & Wilkinson 1968, EISPACK's tred2 and tql2).
 */
export function symmetricEigen(matrix: SquareMatrix, n: number): Eigen {
  // rows of v become the eigenvectors: each step then runs along memory
  const v = matrix.slice();
  const diagonal = new Float64Array(n);
  const beside = new Float64Array(n);
  tridiagonalise(v, n, diagonal, beside);
  implicitQl(v, n, diagonal, beside);
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => diagonal[j] - diagonal[i]);
  return {
    values: Float64Array.from(order, (i) => diagonal[i]),
    vectors: order.map((row) => v.slice(row * n, (row + 1) * n)),
  };
}

/** v becomes Qᵀ with Q·T·Qᵀ the matrix; T has `diagonal` and, from index 1 on, `beside` next to it. */
function tridiagonalise(v: SquareMatrix, n: number, diagonal: Float64Array, beside: Float64Array): void {
  const a = v.slice();
  v.fill(0);
  for (let i = 0; i < n; i++) v[i * n + i] = 1;
  const u = new Float64Array(n);
  const p = new Float64Array(n);
  for (let k = 0; k < n - 2; k++) {
    let square = 0;
    for (let i = k + 1; i < n; i++) square += a[i * n + k] ** 2;
    const head = a[(k + 1) * n + k];
    const alpha = head > 0 ? -Math.sqrt(square) : Math.sqrt(square);
    beside[k + 1] = alpha;
    const norm = square - alpha * head; // half of |u|²
    if (!(norm > 0)) continue;
    u.fill(0);
    for (let i = k + 1; i < n; i++) u[i] = a[i * n + k];
    u[k + 1] -= alpha;
    // A ← H·A·H with H = 1 − u·uᵀ/norm, on the part not yet done
    let dot = 0;
    for (let i = k; i < n; i++) {
      let sum = 0;
      for (let j = k + 1; j < n; j++) sum += a[i * n + j] * u[j];
      p[i] = sum / norm;
      dot += p[i] * u[i];
    }
    for (let i = k; i < n; i++) p[i] -= (dot / (2 * norm)) * u[i];
    for (let i = k; i < n; i++) {
      for (let j = k; j < n; j++) a[i * n + j] -= u[i] * p[j] + p[i] * u[j];
    }
    // Qᵀ ← H·Qᵀ
    p.fill(0);
    for (let i = k + 1; i < n; i++) for (let j = 0; j < n; j++) p[j] += (u[i] / norm) * v[i * n + j];
    for (let i = k + 1; i < n; i++) for (let j = 0; j < n; j++) v[i * n + j] -= u[i] * p[j];
  }
  if (n > 1) beside[n - 1] = a[(n - 1) * n + n - 2];
  for (let i = 0; i < n; i++) diagonal[i] = a[i * n + i];
}

/** Diagonalises the tridiagonal matrix by implicitly shifted QL steps, the rows of v turned along. */
function implicitQl(v: SquareMatrix, n: number, d: Float64Array, beside: Float64Array): void {
  const e = new Float64Array(n);
  for (let i = 1; i < n; i++) e[i - 1] = beside[i];
  for (let l = 0; l < n; l++) {
    for (let round = 0; round < 60; round++) {
      let m = l;
      while (m < n - 1 && Math.abs(e[m]) > Number.EPSILON * (Math.abs(d[m]) + Math.abs(d[m + 1]))) m++;
      if (m === l) break;
      let g = (d[l + 1] - d[l]) / (2 * e[l]);
      let r = Math.hypot(g, 1);
      g = d[m] - d[l] + e[l] / (g + (g >= 0 ? r : -r));
      let [s, c, p] = [1, 1, 0];
      let i = m - 1;
      for (; i >= l; i--) {
        const f = s * e[i];
        const b = c * e[i];
        r = Math.hypot(f, g);
        e[i + 1] = r;
        if (r === 0) break;
        s = f / r;
        c = g / r;
        g = d[i + 1] - p;
        r = (d[i] - g) * s + 2 * c * b;
        p = s * r;
        d[i + 1] = g + p;
        g = c * r - b;
        for (let k = 0; k < n; k++) {
          const upper = v[(i + 1) * n + k];
          const lower = v[i * n + k];
          v[(i + 1) * n + k] = s * lower + c * upper;
          v[i * n + k] = c * lower - s * upper;
        }
      }
      if (r === 0 && i >= l) {
        d[i + 1] -= p;
        e[m] = 0;
        continue;
      }
      d[l] -= p;
      e[l] = g;
      e[m] = 0;
    }
  }
}
