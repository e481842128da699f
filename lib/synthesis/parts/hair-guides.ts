import type { Vec3 } from '../head/anatomy';
import type { FaceParameters } from '../parameter-ranges';
import { type Skull, skullReach } from './skull';
import { normalize, type Place } from './strands';

type Hair = FaceParameters['hair'];

/** How a style is cut and combed. */
export interface Cut {
  readonly guides: number;
  readonly strands: number;
  /** mm at length 0 and 1 */
  readonly lengths: readonly [number, number];
  /** how steeply hair leaves the head, 0–1 */
  readonly lift: number;
  readonly gravity: number;
  readonly curl: number;
  /** how far tips gather to their lock, 0–1 */
  readonly clump: number;
  /** depth of the body of hair at volume 0 and 1, mm */
  readonly body: readonly [number, number];
}

const cut = (
  strands: number,
  lengths: readonly [number, number],
  rest: Omit<Cut, 'guides' | 'strands' | 'lengths'>,
): Cut => ({ guides: 340, strands, lengths, ...rest });

export const CUTS: Readonly<Record<Hair['style'], Cut | null>> = {
  bald: null,
  receding: cut(3000, [6, 26], { lift: 0.35, gravity: 0.2, curl: 0.03, clump: 0.4, body: [1, 6] }),
  short: cut(5000, [10, 50], { lift: 0.4, gravity: 0.14, curl: 0.03, clump: 0.5, body: [2, 14] }),
  medium: cut(5200, [70, 150], { lift: 0.28, gravity: 0.75, curl: 0.05, clump: 0.6, body: [4, 20] }),
  long: cut(5400, [190, 330], { lift: 0.2, gravity: 1.2, curl: 0.04, clump: 0.6, body: [4, 18] }),
  curly: cut(5200, [30, 120], { lift: 0.6, gravity: 0.22, curl: 0.75, clump: 0.75, body: [6, 24] }),
  tied: cut(4800, [90, 120], { lift: 0.06, gravity: 0, curl: 0.01, clump: 0.6, body: [1, 7] }),
};

/** Pieces of every hair. */
export const STEPS = 9;

/** Where tied hair comes together behind the head, head space. */
const KNOT: Vec3 = [0, -18, 196];

const towardsKnot = (x: number, y: number, z: number): Vec3 => normalize([KNOT[0] - x, KNOT[1] - y, KNOT[2] - z]);

/** Where hair is combed to at its root. */
function combed({ x, y, z }: Place, hair: Hair, next: () => number): Vec3 {
  const [j1, j2, j3] = [next() - 0.5, next() - 0.5, next() - 0.5];
  if (hair.style === 'tied') return towardsKnot(x, y, z);
  const top = Math.min(1, Math.max(0, -(y + 55) / 55));
  const front = Math.min(1, Math.max(0, (62 - z) / 60)) * (y < -35 ? 1 : 0);
  const aside = Math.max(-1, Math.min(1, (x - hair.parting * 38) / 18));
  const forward = front * (hair.fringe * 2 - 0.75);
  return normalize([
    aside * (0.3 + 0.9 * top) * (1 - 0.7 * front * hair.fringe) + j1 * 0.35,
    0.8 - 0.75 * top + j2 * 0.2,
    0.3 - forward * 1.1 + 0.25 * top * (1 - hair.fringe) + j3 * 0.35,
  ]);
}

/** Length that keeps hair over the forehead out of the eyes, mostly. */
function lengthAt({ x, y, z }: Place, hair: Hair, wanted: number): number {
  const overForehead = z < 35 && Math.abs(x) < 52 && y < -45 && hair.fringe > 0.5;
  return overForehead ? Math.min(wanted, -y - 6 - 24 * (1 - hair.fringe)) : wanted;
}

/** A few hundred hairs that the others follow. */
export class GuideBuilder {
  count = 0;
  /** [capacity·(STEPS + 1)·3] head space, mm */
  readonly points: Float32Array;
  /** [capacity] brightness of the lock */
  readonly shades: Float32Array;

  constructor(
    private readonly hair: Hair,
    private readonly style: Cut,
    private readonly skull: Skull,
    private readonly next: () => number,
    capacity: number,
  ) {
    this.points = new Float32Array(capacity * (STEPS + 1) * 3);
    this.shades = new Float32Array(capacity);
  }

  /** Grows one guide: combed at the root, pulled down, pushed out by the skull, kept beside the face. */
  grow(root: Place): void {
    const { hair, style, skull, next, points } = this;
    const [low, high] = style.lengths;
    const length = (low + (high - low) * hair.length) * (0.85 + 0.3 * next());
    const comb = combed(root, hair, next);
    const lift = style.lift * (0.5 + hair.volume);
    const toKnot = Math.sqrt((KNOT[0] - root.x) ** 2 + (KNOT[1] - root.y) ** 2 + (KNOT[2] - root.z) ** 2);
    const step = (hair.style === 'tied' ? toKnot * 1.08 : lengthAt(root, hair, length)) / STEPS;
    const clear = 1.01 + 0.05 * hair.volume + 0.02 * next();
    const bend = 0.35 * (style.curl + 0.35 * hair.curl);
    let { x, y, z } = root;
    let [dx, dy, dz] = normalize([comb[0] + root.nx * lift, comb[1] + root.ny * lift, comb[2] + root.nz * lift]);
    let o = this.count * (STEPS + 1) * 3;
    points[o++] = x;
    points[o++] = y;
    points[o++] = z;
    for (let i = 1; i <= STEPS; i++) {
      if (hair.style === 'tied') [dx, dy, dz] = towardsKnot(x, y, z);
      dx += bend * (next() - 0.5);
      dy += style.gravity * 0.4 + bend * (next() - 0.5);
      dz += bend * (next() - 0.5);
      const inverse = 1 / Math.sqrt(dx * dx + dy * dy + dz * dz);
      dx *= inverse;
      dy *= inverse;
      dz *= inverse;
      x += dx * step;
      y += dy * step;
      z += dz * step;
      const reach = skullReach(skull, x, y, z);
      if (reach < clear) {
        const grow = clear / reach;
        x = skull.centre[0] + (x - skull.centre[0]) * grow;
        z = skull.centre[2] + (z - skull.centre[2]) * grow;
        if (y < skull.centre[1]) y = skull.centre[1] + (y - skull.centre[1]) * grow;
      }
      const edge = 66 + 10 * next();
      if (y > -14 && z < 48 && Math.abs(x) < edge) x = x < 0 ? -edge : edge;
      points[o++] = x;
      points[o++] = y;
      points[o++] = z;
    }
    this.shades[this.count++] = 0.82 + 0.36 * next();
  }

  /** Index of the guide whose root lies nearest. */
  nearest(x: number, y: number, z: number): number {
    const { points, count } = this;
    let best = 0;
    let least = Infinity;
    for (let g = 0, p = 0; g < count; g++, p += (STEPS + 1) * 3) {
      const dx = points[p] - x;
      const dy = points[p + 1] - y;
      const dz = points[p + 2] - z;
      const d = dx * dx + dy * dy + dz * dz;
      if (d < least) {
        least = d;
        best = g;
      }
    }
    return best;
  }
}
