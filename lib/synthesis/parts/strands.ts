import type { Vec3 } from '../head/anatomy';

/** Hair as many thin lines in head space, all with the same number of points. */
export interface Strands {
  readonly count: number;
  /** points a strand, from root to tip */
  readonly length: number;
  /** [count·length·3] mm */
  readonly points: Float32Array;
  /** [count·3] linear RGB */
  readonly colours: Float32Array;
  /** mm at the root; tapers to two fifths */
  readonly width: number;
  /** [count] Face Synthetics class */
  readonly segments: Uint8Array;
}

export class StrandBuilder {
  count = 0;
  private readonly points: Float32Array;
  private readonly colours: Float32Array;
  private readonly segments: Uint8Array;

  constructor(
    private readonly capacity: number,
    private readonly length: number,
    private readonly width: number,
  ) {
    this.points = new Float32Array(capacity * length * 3);
    this.colours = new Float32Array(capacity * 3);
    this.segments = new Uint8Array(capacity);
  }

  get isFull(): boolean {
    return this.count === this.capacity;
  }

  /** Starts the next strand. @returns where its points go: the first of length·3 places in `at` */
  add(red: number, green: number, blue: number, segment: number): { readonly at: Float32Array; readonly from: number } {
    const i = this.count++;
    this.colours[i * 3] = red;
    this.colours[i * 3 + 1] = green;
    this.colours[i * 3 + 2] = blue;
    this.segments[i] = segment;
    return { at: this.points, from: i * this.length * 3 };
  }

  build(): Strands {
    const { count, length, width } = this;
    return {
      count,
      length,
      points: this.points.subarray(0, count * length * 3),
      colours: this.colours.subarray(0, count * 3),
      width,
      segments: this.segments.subarray(0, count),
    };
  }
}

export const normalize = ([x, y, z]: Vec3): Vec3 => {
  const length = Math.sqrt(x * x + y * y + z * z) || 1;
  return [x / length, y / length, z / length];
};

/** A place on a mesh and its outward normal; the same object is handed over again and again. */
export interface Place {
  x: number;
  y: number;
  z: number;
  nx: number;
  ny: number;
  nz: number;
}

/** Evenly spread places on a mesh: each triangle gets its share by area and weight. @param weight [V] 0–1 */
export function scatter(
  { positions, triangles }: { readonly positions: Float32Array; readonly triangles: Uint32Array },
  weight: Float32Array,
  count: number,
  next: () => number,
  visit: (place: Place) => void,
): void {
  const total = triangles.length / 3;
  // outward normal times twice the area
  const normals = new Float32Array(triangles.length);
  const shares = new Float64Array(total);
  let sum = 0;
  for (let i = 0; i < total; i++) {
    const a = triangles[i * 3];
    const b = triangles[i * 3 + 1];
    const c = triangles[i * 3 + 2];
    const w = weight[a] + weight[b] + weight[c];
    if (w < 0.06) continue;
    const ux = positions[b * 3] - positions[a * 3];
    const uy = positions[b * 3 + 1] - positions[a * 3 + 1];
    const uz = positions[b * 3 + 2] - positions[a * 3 + 2];
    const vx = positions[c * 3] - positions[a * 3];
    const vy = positions[c * 3 + 1] - positions[a * 3 + 1];
    const vz = positions[c * 3 + 2] - positions[a * 3 + 2];
    const nx = vy * uz - vz * uy;
    const ny = vz * ux - vx * uz;
    const nz = vx * uy - vy * ux;
    normals[i * 3] = nx;
    normals[i * 3 + 1] = ny;
    normals[i * 3 + 2] = nz;
    shares[i] = w * Math.sqrt(nx * nx + ny * ny + nz * nz);
    sum += shares[i];
  }
  if (sum === 0) return;
  const place: Place = { x: 0, y: 0, z: 0, nx: 0, ny: 0, nz: 0 };
  let due = next() - 0.5;
  for (let i = 0; i < total; i++) {
    if (shares[i] === 0) continue;
    due += (shares[i] / sum) * count;
    if (due < 1) continue;
    const [a, b, c] = [triangles[i * 3] * 3, triangles[i * 3 + 1] * 3, triangles[i * 3 + 2] * 3];
    const [nx, ny, nz] = [normals[i * 3], normals[i * 3 + 1], normals[i * 3 + 2]];
    const inverse = 1 / Math.sqrt(nx * nx + ny * ny + nz * nz);
    place.nx = nx * inverse;
    place.ny = ny * inverse;
    place.nz = nz * inverse;
    for (; due >= 1; due--) {
      let u = next();
      let v = next();
      if (u + v > 1) {
        u = 1 - u;
        v = 1 - v;
      }
      const w = 1 - u - v;
      place.x = w * positions[a] + u * positions[b] + v * positions[c];
      place.y = w * positions[a + 1] + u * positions[b + 1] + v * positions[c + 1];
      place.z = w * positions[a + 2] + u * positions[b + 2] + v * positions[c + 2];
      visit(place);
    }
  }
}
