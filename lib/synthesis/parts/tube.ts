import type { Vec3 } from '../head/anatomy';
import type { Colour } from '../render/colour';
import { MATERIAL, type Material, type MeshBuilder } from '../render/mesh';
import { normalize } from './strands';

const SIDES = 8;

const cross = (a: Vec3, b: Vec3): Vec3 => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

interface TubeOptions {
  /** its end meets its start */
  readonly closed?: boolean;
  readonly material?: Material;
  readonly gloss?: number;
  /** thickness across against its width */
  readonly flatten?: number;
  /** share of the radius at each point of the path */
  readonly taper?: readonly number[];
}

export function addTube(
  builder: MeshBuilder,
  path: readonly Vec3[],
  radius: number,
  colour: Colour,
  segment: number,
  { closed = false, material = MATERIAL.plastic, gloss = 0.8, flatten = 1, taper }: TubeOptions = {},
): void {
  const n = path.length;
  const rings = path.map((p, i) => {
    const before = path[closed ? (i + n - 1) % n : Math.max(0, i - 1)];
    const after = path[closed ? (i + 1) % n : Math.min(n - 1, i + 1)];
    const along = normalize([after[0] - before[0], after[1] - before[1], after[2] - before[2]]);
    const side = normalize(cross(along, Math.abs(along[2]) < 0.9 ? [0, 0, 1] : [0, 1, 0]));
    const up = cross(side, along);
    return Array.from({ length: SIDES }, (_, s) => {
      const turn = (s / SIDES) * 2 * Math.PI;
      const r = radius * (taper?.[i] ?? 1);
      const [c, d] = [Math.cos(turn) * r, Math.sin(turn) * r * flatten];
      return builder.vertex(
        [p[0] + side[0] * c + up[0] * d, p[1] + side[1] * c + up[1] * d, p[2] + side[2] * c + up[2] * d],
        colour,
        { gloss },
      );
    });
  });
  for (let i = 0; i < (closed ? n : n - 1); i++) {
    const [a, b] = [rings[i], rings[(i + 1) % n]];
    for (let s = 0; s < SIDES; s++) {
      const t = (s + 1) % SIDES;
      builder.quad(a[s], b[s], b[t], a[t], segment, material);
    }
  }
}
