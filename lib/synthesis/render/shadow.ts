import type { Vec3 } from '../head/anatomy';
import { createVisibilityBuffer, rasterize } from './rasterizer';

/** What the key light reaches: distance towards the light of the surface that it meets first, seen along its direction. */
export interface ShadowMap {
  readonly side: number;
  /** [side²] mm towards the light, 0 where the light meets nothing */
  readonly height: Float32Array;
  readonly across: Vec3;
  readonly down: Vec3;
  readonly towards: Vec3;
  readonly centre: Vec3;
  readonly texelsPerMm: number;
}

const SIDE = 224;
/** half of what the map covers, mm: the head with its hair */
const REACH = 210;
/** keeps heights positive */
const OFFSET = 1000;

/**
 * @param towards  unit vector to the light, camera space
 * @param centre   middle of the head, camera space
 * @param positions, triangles  what casts shadows, camera space
 */
export function castShadows(towards: Vec3, centre: Vec3, positions: Float32Array, triangles: Uint32Array): ShadowMap {
  const upright = Math.abs(towards[1]) < 0.9;
  const [hx, hy, hz] = upright ? [0, 1, 0] : [1, 0, 0];
  const raw: Vec3 = [
    towards[1] * hz - towards[2] * hy,
    towards[2] * hx - towards[0] * hz,
    towards[0] * hy - towards[1] * hx,
  ];
  const length = Math.sqrt(raw[0] ** 2 + raw[1] ** 2 + raw[2] ** 2);
  const across: Vec3 = [raw[0] / length, raw[1] / length, raw[2] / length];
  const down: Vec3 = [
    towards[1] * across[2] - towards[2] * across[1],
    towards[2] * across[0] - towards[0] * across[2],
    towards[0] * across[1] - towards[1] * across[0],
  ];
  const texelsPerMm = SIDE / (2 * REACH);
  const screen = new Float32Array(positions.length);
  for (let p = 0; p < positions.length; p += 3) {
    const x = positions[p] - centre[0];
    const y = positions[p + 1] - centre[1];
    const z = positions[p + 2] - centre[2];
    screen[p] = (x * across[0] + y * across[1] + z * across[2] + REACH) * texelsPerMm;
    screen[p + 1] = (x * down[0] + y * down[1] + z * down[2] + REACH) * texelsPerMm;
    screen[p + 2] = x * towards[0] + y * towards[1] + z * towards[2] + OFFSET;
  }
  const buffer = createVisibilityBuffer('shadow', SIDE, SIDE);
  rasterize(buffer, screen, triangles);
  return { side: SIDE, height: buffer.inverseDepth, across, down, towards, centre, texelsPerMm };
}

/** Lets a point of hair cast shadow too. */
export function castPoint(map: ShadowMap, x: number, y: number, z: number): void {
  const { side, height, across, down, towards, centre, texelsPerMm } = map;
  const [dx, dy, dz] = [x - centre[0], y - centre[1], z - centre[2]];
  const u = Math.round((dx * across[0] + dy * across[1] + dz * across[2] + REACH) * texelsPerMm);
  const v = Math.round((dx * down[0] + dy * down[1] + dz * down[2] + REACH) * texelsPerMm);
  if (u < 0 || v < 0 || u >= side - 1 || v >= side - 1) return;
  const h = dx * towards[0] + dy * towards[1] + dz * towards[2] + OFFSET;
  const at = v * side + u;
  if (h > height[at]) height[at] = h;
  if (h > height[at + 1]) height[at + 1] = h;
}

/** Places of the taps that soften a shadow's edge, on a disc. */
const TAPS: readonly (readonly [number, number])[] = [
  [0, 0],
  [0.9, 0.2],
  [-0.7, 0.6],
  [-0.3, -0.9],
  [0.5, 0.75],
  [0.4, -0.6],
  [-0.95, -0.25],
];

/**
 * Share of the key light that reaches a point, 0–1.
 *
 * @param radius of the softened edge, texels
 * @param bias   a surface must lie this far before the point to shade it, mm
 * @param fade   mm over which a shadow grows to full strength
 */
export function lightShare(
  { side, height, across, down, towards, centre, texelsPerMm }: ShadowMap,
  x: number,
  y: number,
  z: number,
  radius: number,
  bias: number,
  fade: number,
  taps = TAPS.length,
): number {
  const dx = x - centre[0];
  const dy = y - centre[1];
  const dz = z - centre[2];
  const u = (dx * across[0] + dy * across[1] + dz * across[2] + REACH) * texelsPerMm;
  const v = (dx * down[0] + dy * down[1] + dz * down[2] + REACH) * texelsPerMm;
  if (u < radius + 1 || v < radius + 1 || u > side - radius - 2 || v > side - radius - 2) return 1;
  const h = dx * towards[0] + dy * towards[1] + dz * towards[2] + OFFSET + bias;
  let dark = 0;
  for (let i = 0; i < taps; i++) {
    const tap = TAPS[i];
    const above = height[((v + tap[1] * radius + 0.5) | 0) * side + ((u + tap[0] * radius + 0.5) | 0)] - h;
    if (above > 0) dark += above < fade ? above / fade : 1;
  }
  return 1 - dark / taps;
}
