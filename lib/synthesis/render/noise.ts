/** Value noise on a lattice of 32-bit hashes: integers only, so the same everywhere. */
function lattice(x: number, y: number, z: number, seed: number): number {
  let h = Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1) ^ Math.imul(z, 0x9e3779b1) ^ seed;
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 0x100000000;
}

/** Smooth noise in [0, 1). */
export function noise3(x: number, y: number, z: number, seed: number): number {
  const xi = Math.floor(x);
  const yi = Math.floor(y);
  const zi = Math.floor(z);
  let u = x - xi;
  let v = y - yi;
  let w = z - zi;
  u = u * u * (3 - 2 * u);
  v = v * v * (3 - 2 * v);
  w = w * w * (3 - 2 * w);
  const a0 = lattice(xi, yi, zi, seed);
  const a1 = lattice(xi + 1, yi, zi, seed);
  const b0 = lattice(xi, yi + 1, zi, seed);
  const b1 = lattice(xi + 1, yi + 1, zi, seed);
  const c0 = lattice(xi, yi, zi + 1, seed);
  const c1 = lattice(xi + 1, yi, zi + 1, seed);
  const d0 = lattice(xi, yi + 1, zi + 1, seed);
  const d1 = lattice(xi + 1, yi + 1, zi + 1, seed);
  const a = a0 + (a1 - a0) * u;
  const b = b0 + (b1 - b0) * u;
  const c = c0 + (c1 - c0) * u;
  const d = d0 + (d1 - d0) * u;
  const front = a + (b - a) * v;
  return front + (c + (d - c) * v - front) * w;
}

/** Smooth noise in [0, 1). */
export function noise2(x: number, y: number, seed: number): number {
  const xi = Math.floor(x);
  const yi = Math.floor(y);
  let u = x - xi;
  let v = y - yi;
  u = u * u * (3 - 2 * u);
  v = v * v * (3 - 2 * v);
  const a0 = lattice(xi, yi, 0, seed);
  const a1 = lattice(xi + 1, yi, 0, seed);
  const b0 = lattice(xi, yi + 1, 0, seed);
  const b1 = lattice(xi + 1, yi + 1, 0, seed);
  const a = a0 + (a1 - a0) * u;
  return a + (b0 + (b1 - b0) * u - a) * v;
}

/** Octaves of noise2, each half as strong and twice as fine. @returns about 0–1 */
export function fractal2(x: number, y: number, octaves: number, seed: number): number {
  let value = 0;
  let weight = 0.5;
  let total = 0;
  for (let i = 0; i < octaves; i++) {
    value += weight * noise2(x, y, seed + i * 101);
    total += weight;
    weight *= 0.5;
    x *= 2;
    y *= 2;
  }
  return value / total;
}
