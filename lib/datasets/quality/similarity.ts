/** Points in a row: [2·K], x₀ y₀ x₁ y₁ … */
export type ShapeVector = Float64Array;

/** x′ = a·x − b·y + tx, y′ = b·x + a·y + ty: turned, scaled and moved, never mirrored. */
export interface Similarity {
  readonly a: number;
  readonly b: number;
  readonly tx: number;
  readonly ty: number;
}

/**
 * The similarity that brings `from` nearest to `to` in the weighted least-squares sense (Procrustes).
 *
 * @param weights [K], none negative; landmarks that nobody has placed weigh 0
 * @returns null when the weighted points lie in one place
 */
export function alignSimilarity(from: ShapeVector, to: ShapeVector, weights: ArrayLike<number>): Similarity | null {
  const count = from.length / 2;
  let total = 0;
  let [fx, fy, gx, gy] = [0, 0, 0, 0];
  for (let i = 0; i < count; i++) {
    const w = weights[i];
    total += w;
    fx += w * from[2 * i];
    fy += w * from[2 * i + 1];
    gx += w * to[2 * i];
    gy += w * to[2 * i + 1];
  }
  if (!(total > 0)) return null;
  fx /= total;
  fy /= total;
  gx /= total;
  gy /= total;
  let [along, across, size] = [0, 0, 0];
  for (let i = 0; i < count; i++) {
    const x = from[2 * i] - fx;
    const y = from[2 * i + 1] - fy;
    const u = to[2 * i] - gx;
    const v = to[2 * i + 1] - gy;
    along += weights[i] * (x * u + y * v);
    across += weights[i] * (x * v - y * u);
    size += weights[i] * (x * x + y * y);
  }
  if (!(size > 0)) return null;
  const a = along / size;
  const b = across / size;
  if (a === 0 && b === 0) return null;
  return { a, b, tx: gx - a * fx + b * fy, ty: gy - b * fx - a * fy };
}

export function applySimilarity({ a, b, tx, ty }: Similarity, shape: ShapeVector): ShapeVector {
  const moved = new Float64Array(shape.length);
  for (let i = 0; i < shape.length; i += 2) {
    moved[i] = a * shape[i] - b * shape[i + 1] + tx;
    moved[i + 1] = b * shape[i] + a * shape[i + 1] + ty;
  }
  return moved;
}

export function invertSimilarity({ a, b, tx, ty }: Similarity): Similarity {
  const square = a * a + b * b;
  const inverse = { a: a / square, b: -b / square };
  return { ...inverse, tx: -(inverse.a * tx - inverse.b * ty), ty: -(inverse.b * tx + inverse.a * ty) };
}
