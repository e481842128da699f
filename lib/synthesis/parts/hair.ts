import type { Random } from '@/lib/random';
import type { Vec3 } from '../head/anatomy';
import { SEGMENT } from '../head/segments';
import type { HeadShape } from '../head/shape-head';
import type { FaceParameters } from '../parameter-ranges';
import { type Colour, mix, scaled } from '../render/colour';
import { hairColour } from './hair-colour';
import { type Skull, skullOf, skullReach } from './scalp';
import { normalize, type Strand, scatter } from './strands';

type Hair = FaceParameters['hair'];

interface Cut {
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

const CUTS: Readonly<Record<Hair['style'], Cut | null>> = {
  bald: null,
  receding: {
    guides: 260,
    strands: 3600,
    lengths: [8, 30],
    lift: 0.4,
    gravity: 0.15,
    curl: 0.05,
    clump: 0.4,
    body: [1, 6],
  },
  short: {
    guides: 420,
    strands: 6400,
    lengths: [12, 55],
    lift: 0.45,
    gravity: 0.12,
    curl: 0.05,
    clump: 0.5,
    body: [2, 16],
  },
  medium: {
    guides: 420,
    strands: 6800,
    lengths: [70, 150],
    lift: 0.3,
    gravity: 0.5,
    curl: 0.08,
    clump: 0.55,
    body: [4, 22],
  },
  long: {
    guides: 420,
    strands: 7200,
    lengths: [190, 330],
    lift: 0.25,
    gravity: 0.7,
    curl: 0.06,
    clump: 0.55,
    body: [4, 20],
  },
  curly: {
    guides: 520,
    strands: 6600,
    lengths: [50, 170],
    lift: 0.7,
    gravity: 0.25,
    curl: 0.9,
    clump: 0.75,
    body: [8, 30],
  },
  tied: { guides: 420, strands: 6000, lengths: [90, 120], lift: 0.1, gravity: 0, curl: 0.02, clump: 0.6, body: [1, 8] },
};

const STEPS = 10;

interface Guide {
  readonly root: Vec3;
  /** [(STEPS + 1)·3] */
  readonly points: Float32Array;
  readonly shade: number;
}

/** Where hair is combed to at its root. */
function combed(root: Vec3, hair: Hair, jitter: () => number): Vec3 {
  const [x, y, z] = root;
  if (hair.style === 'tied') return normalize([-x * 0.5, -0.45 * (y + 20), 95]);
  const top = Math.min(1, Math.max(0, -(y + 55) / 55));
  const front = Math.min(1, Math.max(0, (62 - z) / 60)) * (y < -35 ? 1 : 0);
  const aside = Math.max(-1, Math.min(1, (x - hair.parting * 38) / 18));
  const forward = front * (hair.fringe * 2 - 0.75);
  return normalize([
    aside * (0.3 + 0.9 * top) * (1 - 0.7 * front * hair.fringe) + jitter() * 0.35,
    0.8 - 0.75 * top + jitter() * 0.2,
    0.3 - forward * 1.1 + 0.25 * top * (1 - hair.fringe) + jitter() * 0.35,
  ]);
}

/** Length that keeps hair over the forehead out of the eyes. */
function lengthAt(root: Vec3, hair: Hair, wanted: number): number {
  const overForehead = root[2] < 35 && Math.abs(root[0]) < 52 && root[1] < -45 && hair.fringe > 0.5;
  return overForehead ? Math.min(wanted, -root[1] - 6 - 22 * (1 - hair.fringe)) : wanted;
}

function growGuide(
  root: Vec3,
  normal: Vec3,
  hair: Hair,
  cut: Cut,
  skull: Skull,
  length: number,
  next: () => number,
): Guide {
  const jitter = () => next() - 0.5;
  const comb = combed(root, hair, jitter);
  const lift = cut.lift * (0.5 + hair.volume);
  const points = new Float32Array((STEPS + 1) * 3);
  points.set(root);
  let [x, y, z] = root;
  let [dx, dy, dz] = normalize([comb[0] + normal[0] * lift, comb[1] + normal[1] * lift, comb[2] + normal[2] * lift]);
  const step = lengthAt(root, hair, length) / STEPS;
  const clear = 1.01 + 0.05 * hair.volume + 0.02 * next();
  const curl = cut.curl + 0.35 * hair.curl;
  for (let i = 1; i <= STEPS; i++) {
    [dx, dy, dz] = normalize([
      dx + 0.35 * curl * jitter(),
      dy + cut.gravity * 0.4 + 0.35 * curl * jitter(),
      dz + 0.35 * curl * jitter(),
    ]);
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
    // hair beside the face stays beside it
    const edge = 66 + 10 * next();
    if (y > -14 && z < 48 && Math.abs(x) < edge) x = Math.sign(x || jitter()) * edge;
    points.set([x, y, z], i * 3);
  }
  return { root, points, shade: 0.82 + 0.36 * next() };
}

/** Index of the guides by place, so that each strand finds the nearest. */
function nearestGuide(guides: readonly Guide[], [x, y, z]: Vec3): Guide {
  let best = guides[0];
  let least = Infinity;
  for (const guide of guides) {
    const dx = guide.root[0] - x;
    const dy = guide.root[1] - y;
    const dz = guide.root[2] - z;
    const d = dx * dx + dy * dy + dz * dz;
    if (d < least) {
      least = d;
      best = guide;
    }
  }
  return best;
}

/**
 * Hair of the head: a few hundred guides grow from the scalp, combed, lifted and pulled down, pushed out by the skull;
 * thousands of strands follow the nearest guide and gather with it into locks.
 *
 * @param cover [V] how thick hair grows, see `hairCover`
 */
export function hairStrands(
  shape: HeadShape,
  parameters: FaceParameters,
  cover: Float32Array,
  random: Random,
): Strand[] {
  const { hair } = parameters;
  const cut = CUTS[hair.style];
  if (!cut) return [];
  const scalp = { positions: shape.positions, triangles: shape.template.triangles };
  const skull = skullOf(shape);
  const next = random.next;
  const [low, high] = cut.lengths;
  const length = low + (high - low) * hair.length;
  const guides: Guide[] = [];
  scatter(scalp, cover, cut.guides, next, (root, normal) => {
    guides.push(growGuide(root, normal, hair, cut, skull, length * (0.85 + 0.3 * next()), next));
  });
  if (guides.length === 0) return [];
  const base = hairColour(hair);
  const streak: Colour = mix(base, scaled(base, 1.9), 0.5);
  const body = cut.body[0] + (cut.body[1] - cut.body[0]) * hair.volume;
  const curl = cut.curl + 0.8 * hair.curl;
  const helix = curl * (2.5 + 0.018 * length);
  const strands: Strand[] = [];
  scatter(scalp, cover, cut.strands, next, (root, normal) => {
    const guide = nearestGuide(guides, [root[0] + 6 * (next() - 0.5), root[1] + 6 * (next() - 0.5), root[2]]);
    const depth = next();
    const out = body * depth;
    const reach = 0.8 + 0.25 * next();
    const phase = next() * 0.8 + guide.shade * 40;
    const spin = 1.6 + curl * 0.7;
    const stray = (next() - 0.5) * (next() < 0.06 ? 14 : 5);
    const points = new Float32Array((STEPS + 1) * 3);
    for (let i = 0; i <= STEPS; i++) {
      const part = i / STEPS;
      const gather = cut.clump * part;
      const lift = out * Math.min(1, part * 4);
      const twist = helix * Math.min(1, part * 3);
      for (let k = 0; k < 3; k++) {
        const own = root[k] + (guide.points[i * 3 + k] - guide.root[k]) * reach;
        const lock = guide.points[i * 3 + k];
        const wave = twist * Math.sin(phase + i * spin + k * 2.1) + stray * part * part * (k === 2 ? -0.5 : 1);
        points[i * 3 + k] = own + (lock - own) * gather + normal[k] * (lift - (i === 0 ? 1 : 0)) + wave;
      }
    }
    const tone = guide.shade * (0.8 + 0.4 * next()) * (0.62 + 0.38 * depth);
    const grey = hair.grey > 0 && next() < hair.grey * 0.3;
    strands.push({
      points,
      colour: scaled(grey ? [0.42, 0.41, 0.4] : mix(base, streak, next() * 0.35), tone),
      width: 1.25,
      segment: SEGMENT.hair,
    });
  });
  return strands;
}
