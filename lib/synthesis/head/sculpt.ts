import type { Vec3 } from './anatomy';

/**
 * The average head as a signed distance field: ellipsoids and capsules joined smoothly (Quilez, "Smooth minimum").
 * It only gives the surface between landmarks its form; afterwards the template is warped so that they sit exactly.
 */
type Field = (x: number, y: number, z: number) => number;

const smoothUnion = (a: number, b: number, radius: number): number => {
  const h = Math.max(radius - Math.abs(a - b), 0) / radius;
  return Math.min(a, b) - h * h * radius * 0.25;
};
const smoothCut = (a: number, b: number, radius: number): number => -smoothUnion(-a, b, radius);

const ellipsoid =
  ([cx, cy, cz]: Vec3, [rx, ry, rz]: Vec3): Field =>
  (x, y, z) => {
    const px = (x - cx) / rx;
    const py = (y - cy) / ry;
    const pz = (z - cz) / rz;
    const k0 = Math.sqrt(px * px + py * py + pz * pz);
    const gx = px / rx;
    const gy = py / ry;
    const gz = pz / rz;
    const k1 = Math.sqrt(gx * gx + gy * gy + gz * gz);
    return k1 < 1e-9 ? -Math.min(rx, ry, rz) : (k0 * (k0 - 1)) / k1;
  };

/** A capsule whose radius runs from r0 at the first end to r1 at the second. */
const cone =
  (from: Vec3, to: Vec3, r0: number, r1: number): Field =>
  (x, y, z) => {
    const [dx, dy, dz] = [to[0] - from[0], to[1] - from[1], to[2] - from[2]];
    const [px, py, pz] = [x - from[0], y - from[1], z - from[2]];
    const t = Math.min(Math.max((px * dx + py * dy + pz * dz) / (dx * dx + dy * dy + dz * dz), 0), 1);
    const [ex, ey, ez] = [px - dx * t, py - dy * t, pz - dz * t];
    return Math.sqrt(ex * ex + ey * ey + ez * ez) - (r0 + (r1 - r0) * t);
  };

interface Part {
  readonly field: Field;
  /** width of the blend with what stands before it, mm */
  readonly blend: number;
  readonly cut?: boolean;
}

/** Right side only where x is not 0: the field is evaluated at |x|. */
const PARTS: readonly Part[] = [
  { field: ellipsoid([0, -33, 87], [77.5, 85, 97]), blend: 1 }, // cranium
  { field: ellipsoid([0, 30, 52], [67, 70, 66]), blend: 30 }, // upper jaw and cheeks
  { field: ellipsoid([0, 74, 46], [60, 42, 60]), blend: 26 }, // lower jaw
  { field: ellipsoid([0, 100, 10], [20, 16, 18]), blend: 22 }, // chin
  { field: cone([60, 62, 58], [34, 100, 24], 9, 9), blend: 22 }, // jaw line
  { field: ellipsoid([48, 22, 20], [19, 15, 19]), blend: 22 }, // cheekbone
  { field: cone([0, 60, 100], [0, 250, 112], 54, 60), blend: 26 }, // neck
  { field: cone([12, -19, -5], [46, -18, 10], 9, 8), blend: 16 }, // brow ridge
  { field: ellipsoid([31, 0, -8], [19, 14, 14]), blend: 12, cut: true }, // eye socket
  { field: cone([0, -6, -5], [0, 30, -26], 8, 10.5), blend: 11 }, // nose
  { field: ellipsoid([0, 35, -27], [10, 9, 11]), blend: 8 }, // tip
  { field: ellipsoid([13.2, 38.5, -17], [6.2, 7.5, 9]), blend: 5 }, // wing of the nose
  { field: ellipsoid([0, 62, -6], [26, 18, 14]), blend: 16 }, // muzzle
  { field: ellipsoid([31.9, -0.6, 7.3], [14.6, 13.6, 13.6]), blend: 5 }, // lids over the eyeball
  { field: cone([0, 64.5, -19.5], [23, 67.5, -5], 4.2, 1.8), blend: 5 }, // upper lip
  { field: cone([0, 76.5, -17], [21, 71, -4.5], 5.2, 2.2), blend: 5 }, // lower lip
];

function headDistance(x: number, y: number, z: number): number {
  const ax = Math.abs(x);
  let distance = PARTS[0].field(ax, y, z);
  for (let i = 1; i < PARTS.length; i++) {
    const { field, blend, cut } = PARTS[i];
    const d = field(ax, y, z);
    distance = cut ? smoothCut(distance, d, blend) : smoothUnion(distance, d, blend);
  }
  return distance;
}

/** The outermost point of the head on the ray, found by sphere tracing from outside. */
export function surfaceOnRay(origin: Vec3, direction: Vec3): Vec3 {
  let s = 260;
  for (let step = 0; step < 90; step++) {
    const d = headDistance(origin[0] + direction[0] * s, origin[1] + direction[1] * s, origin[2] + direction[2] * s);
    if (d < 0.005) break;
    s -= d * 0.7;
    if (s < 5) break;
  }
  return [origin[0] + direction[0] * s, origin[1] + direction[1] * s, origin[2] + direction[2] * s];
}
