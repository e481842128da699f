import type { Vec3 } from '../head/anatomy';
import type { Colour } from '../render/colour';

/** Hair as many thin lines in head space. */
export interface Strand {
  /** [n·3] from root to tip, mm */
  readonly points: Float32Array;
  readonly colour: Colour;
  /** mm at the root; tapers to a third */
  readonly width: number;
  readonly segment: number;
}

export const normalize = ([x, y, z]: Vec3): Vec3 => {
  const length = Math.sqrt(x * x + y * y + z * z) || 1;
  return [x / length, y / length, z / length];
};

/** Evenly spread places on a mesh: each triangle gets its share by area and weight. */
export function scatter(
  mesh: { readonly positions: Float32Array; readonly triangles: Uint32Array },
  weight: Float32Array,
  count: number,
  next: () => number,
  visit: (place: Vec3, normal: Vec3, corner: number) => void,
): void {
  const { positions, triangles } = mesh;
  const areas = new Float64Array(triangles.length / 3);
  let total = 0;
  const corner = (v: number): Vec3 => [positions[v * 3], positions[v * 3 + 1], positions[v * 3 + 2]];
  const cross = (i: number): Vec3 => {
    const [a, b, c] = [corner(triangles[i]), corner(triangles[i + 1]), corner(triangles[i + 2])];
    const [ux, uy, uz] = [b[0] - a[0], b[1] - a[1], b[2] - a[2]];
    const [vx, vy, vz] = [c[0] - a[0], c[1] - a[1], c[2] - a[2]];
    return [vy * uz - vz * uy, vz * ux - vx * uz, vx * uy - vy * ux];
  };
  for (let i = 0; i < triangles.length; i += 3) {
    const w = (weight[triangles[i]] + weight[triangles[i + 1]] + weight[triangles[i + 2]]) / 3;
    if (w > 0.02) {
      const [x, y, z] = cross(i);
      areas[i / 3] = w * Math.sqrt(x * x + y * y + z * z);
      total += areas[i / 3];
    }
  }
  if (total === 0) return;
  let due = 0;
  for (let i = 0; i < triangles.length; i += 3) {
    if (areas[i / 3] === 0) continue;
    due += (areas[i / 3] / total) * count;
    while (due > next()) {
      due -= 1;
      let [u, v] = [next(), next()];
      if (u + v > 1) [u, v] = [1 - u, 1 - v];
      const [a, b, c] = [corner(triangles[i]), corner(triangles[i + 1]), corner(triangles[i + 2])];
      const at = (k: 0 | 1 | 2) => a[k] + (b[k] - a[k]) * u + (c[k] - a[k]) * v;
      visit([at(0), at(1), at(2)], normalize(cross(i)), triangles[i]);
    }
  }
}
