import type { Vec3 } from './anatomy';

/** A displacement of head space for one unit of a parameter, mm. */
export type Displacement = (p: Vec3) => Vec3;

/**
 * A smooth push around a place; the other side of the face gets the mirrored push.
 *
 * @param at   centre, given on the subject's right (x ≤ 0) or the middle line
 * @param size standard deviation of the bell, mm, one number or one an axis
 * @param move displacement at the centre, mm
 */
export function push(at: Vec3, size: number | Vec3, move: Vec3): Displacement {
  const [sx, sy, sz] = typeof size === 'number' ? [size, size, size] : size;
  const bell = (x: number, y: number, z: number) =>
    Math.exp(-0.5 * (((x - at[0]) / sx) ** 2 + ((y - at[1]) / sy) ** 2 + ((z - at[2]) / sz) ** 2));
  if (at[0] === 0) {
    return ([x, y, z]) => {
      const w = bell(x, y, z);
      return [move[0] * w, move[1] * w, move[2] * w];
    };
  }
  return ([x, y, z]) => {
    const right = bell(x, y, z);
    const left = bell(-x, y, z);
    return [move[0] * (right - left), move[1] * (right + left), move[2] * (right + left)];
  };
}

/** As `push`, on the subject's right alone. */
export function pushOneSide(at: Vec3, size: number | Vec3, move: Vec3): Displacement {
  const [sx, sy, sz] = typeof size === 'number' ? [size, size, size] : size;
  return ([x, y, z]) => {
    const w = Math.exp(-0.5 * (((x - at[0]) / sx) ** 2 + ((y - at[1]) / sy) ** 2 + ((z - at[2]) / sz) ** 2));
    return [move[0] * w, move[1] * w, move[2] * w];
  };
}

export const sum =
  (...parts: readonly Displacement[]): Displacement =>
  (p) => {
    let [x, y, z] = [0, 0, 0];
    for (const part of parts) {
      const d = part(p);
      x += d[0];
      y += d[1];
      z += d[2];
    }
    return [x, y, z];
  };

/** 0 below `from`, 1 above `to` (or the other way round), smooth between. */
export const ramp = (from: number, to: number, value: number): number => {
  const t = Math.min(Math.max((value - from) / (to - from), 0), 1);
  return t * t * (3 - 2 * t);
};

/** A displacement sampled at points, only where it is felt. */
export interface SparseField {
  readonly vertices: Uint32Array;
  /** [n·3] mm for one unit */
  readonly moves: Float32Array;
}

export function sampleField(displace: Displacement, positions: Float32Array): SparseField {
  const vertices: number[] = [];
  const moves: number[] = [];
  for (let v = 0; v * 3 < positions.length; v++) {
    const [dx, dy, dz] = displace([positions[v * 3], positions[v * 3 + 1], positions[v * 3 + 2]]);
    if (Math.abs(dx) + Math.abs(dy) + Math.abs(dz) < 0.01) continue;
    vertices.push(v);
    moves.push(dx, dy, dz);
  }
  return { vertices: Uint32Array.from(vertices), moves: Float32Array.from(moves) };
}

export function addField({ vertices, moves }: SparseField, amount: number, positions: Float32Array): void {
  if (amount === 0) return;
  for (let i = 0; i < vertices.length; i++) {
    const v = vertices[i] * 3;
    positions[v] += amount * moves[i * 3];
    positions[v + 1] += amount * moves[i * 3 + 1];
    positions[v + 2] += amount * moves[i * 3 + 2];
  }
}

export const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/**
 * Rounds the last bits off: engines differ there in sin, cos, exp and log, and nothing of a face should.
 * What is left is equal everywhere unless a value lies within 10⁻¹⁶ of a rounding edge.
 */
export const settled = (value: number): number => Math.round(value * 1e12) / 1e12;
