import { centroid } from '@/lib/landmarks/geometry';

type Place = readonly [x: number, y: number];

/**
 * Turn, size and place that bring `from` nearest to `to` by least squares. In complex numbers, with both centred:
 * q ≈ a·p, a = Σ p̄·q / Σ |p|².
 *
 * @returns null for fewer than two different points: they have neither size nor direction
 */
export function fitSimilarity(from: readonly Place[], to: readonly Place[]): ((point: Place) => Place) | null {
  if (from.length < 2) return null;
  const [cx, cy] = centroid(from);
  const [dx, dy] = centroid(to);
  let re = 0;
  let im = 0;
  let spread = 0;
  from.forEach(([px, py], i) => {
    const [x, y, u, v] = [px - cx, py - cy, to[i][0] - dx, to[i][1] - dy];
    re += x * u + y * v;
    im += x * v - y * u;
    spread += x * x + y * y;
  });
  if (spread < 1e-9) return null;
  const [a, b] = [re / spread, im / spread];
  return ([x, y]) => [dx + a * (x - cx) - b * (y - cy), dy + b * (x - cx) + a * (y - cy)];
}

/**
 * The mirror line that best exchanges points with their counterparts: p ↦ c + a·p̄ about the common centre, |a| = 1.
 * A point of the line is its own counterpart.
 *
 * @returns null where no line stands out
 */
export function fitReflection(pairs: readonly (readonly [Place, Place])[]): ((point: Place) => Place) | null {
  if (pairs.length < 2) return null;
  const [cx, cy] = centroid(pairs.flat());
  let re = 0;
  let im = 0;
  for (const [p, q] of pairs) {
    const [x, y, u, v] = [p[0] - cx, p[1] - cy, q[0] - cx, q[1] - cy];
    re += x * u - y * v;
    im += x * v + y * u;
  }
  const length = Math.hypot(re, im);
  if (length < 1e-9) return null;
  const [a, b] = [re / length, im / length];
  return ([x, y]) => [cx + a * (x - cx) + b * (y - cy), cy + b * (x - cx) - a * (y - cy)];
}
