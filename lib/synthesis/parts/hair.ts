import type { Random } from '@/lib/random';
import type { Vec3 } from '../head/anatomy';
import { headMasks } from '../head/masks';
import { SEGMENT } from '../head/segments';
import type { HeadShape } from '../head/shape-head';
import type { FaceParameters } from '../parameter-ranges';
import { scaled } from '../render/colour';
import { hairColour } from './hair-colour';
import { normalize, type Strand, scatter } from './strands';

/** The skull that hair rests on, head space. */
const SKULL_CENTRE: Vec3 = [0, -22, 84];
const SKULL_RADII: Vec3 = [76, 96, 99];

interface Cut {
  readonly count: number;
  /** mm at length 0 and 1 */
  readonly lengths: readonly [number, number];
  readonly lift: number;
  readonly gravity: number;
  readonly curl: number;
}

const CUTS: Readonly<Record<FaceParameters['hair']['style'], Cut | null>> = {
  bald: null,
  receding: { count: 4200, lengths: [8, 34], lift: 0.5, gravity: 0.1, curl: 0.1 },
  short: { count: 6500, lengths: [10, 50], lift: 0.55, gravity: 0.1, curl: 0.1 },
  medium: { count: 6500, lengths: [60, 130], lift: 0.4, gravity: 0.5, curl: 0.25 },
  long: { count: 6500, lengths: [180, 300], lift: 0.35, gravity: 0.7, curl: 0.25 },
  curly: { count: 6000, lengths: [40, 120], lift: 0.8, gravity: 0.2, curl: 1 },
  tied: { count: 6000, lengths: [80, 120], lift: 0.2, gravity: 0, curl: 0.05 },
};

const STEPS = 9;

export function hairStrands(shape: HeadShape, { hair }: FaceParameters, random: Random): Strand[] {
  const cut = CUTS[hair.style];
  if (!cut) return [];
  const strands: Strand[] = [];
  const base = hairColour(hair);
  const masks = headMasks();
  let weight = masks.scalp;
  if (hair.style === 'receding') {
    const { chart } = shape.template;
    weight = weight.map((w, v) => (Math.abs(chart[v * 2]) < 74 && chart[v * 2 + 1] < -30 ? 0 : w));
  }
  const [low, high] = cut.lengths;
  const mean = low + (high - low) * hair.length;
  const next = random.next;
  scatter(
    { positions: shape.positions, triangles: shape.template.triangles },
    weight,
    cut.count,
    next,
    (root, normal) => {
      const clump = Math.floor(next() * 3);
      const shade = 0.72 + 0.5 * next() + 0.06 * clump;
      const length = mean * (0.75 + 0.4 * next());
      const jitter = (): number => (next() - 0.5) * 0.5;
      const fromParting = root[0] - hair.parting * 34;
      const front = Math.max(0, 1 - (root[2] + 10) / 70) * (root[1] < -30 ? 1 : 0);
      let comb: Vec3;
      if (hair.style === 'tied') comb = normalize([-root[0] * 0.4, -0.3 * (root[1] + 10), 90 + jitter() * 20]);
      else {
        const aside = Math.max(-1, Math.min(1, fromParting / 16));
        const top = Math.max(0, -(root[1] + 40) / 70);
        comb = normalize([
          aside * (0.25 + top) + jitter(),
          0.75 - 0.5 * top * (1 - hair.fringe) + jitter(),
          (0.35 - front * (hair.fringe * 1.3 - 0.55)) * (1 - 0.3 * top) + jitter(),
        ]);
      }
      const points = new Float32Array((STEPS + 1) * 3);
      let [x, y, z] = root;
      let [dx, dy, dz] = normalize([
        normal[0] * cut.lift * (0.6 + hair.volume) + comb[0],
        normal[1] * cut.lift * (0.6 + hair.volume) + comb[1],
        normal[2] * cut.lift * (0.6 + hair.volume) + comb[2],
      ]);
      const step = length / STEPS;
      const curl = (cut.curl + hair.curl) * 0.55;
      const phase = next() * 6.28;
      const clear = 1.005 + 0.075 * hair.volume * next() + 0.015 * next();
      points.set([x - normal[0], y - normal[1], z - normal[2]], 0);
      for (let i = 1; i <= STEPS; i++) {
        dy += cut.gravity * 0.35;
        dx += curl * Math.sin(phase + i * 1.9);
        dy += curl * Math.cos(phase + i * 1.7);
        dz += curl * Math.sin(phase * 1.3 + i * 2.1);
        [dx, dy, dz] = normalize([dx, dy, dz]);
        x += dx * step;
        y += dy * step;
        z += dz * step;
        const ex = (x - SKULL_CENTRE[0]) / SKULL_RADII[0];
        const ey = (y - SKULL_CENTRE[1]) / SKULL_RADII[1];
        const ez = (z - SKULL_CENTRE[2]) / SKULL_RADII[2];
        // below the widest part the skull goes on as a tube, so that long hair falls past the neck
        const reach = Math.sqrt(ex * ex + ez * ez + (ey < 0 ? ey * ey : 0.15 * ey * ey));
        if (reach < clear) {
          const grow = clear / reach;
          x = SKULL_CENTRE[0] + (x - SKULL_CENTRE[0]) * grow;
          z = SKULL_CENTRE[2] + (z - SKULL_CENTRE[2]) * grow;
          if (ey < 0) y = SKULL_CENTRE[1] + (y - SKULL_CENTRE[1]) * grow;
        }
        points.set([x, y, z], i * 3);
      }
      strands.push({ points, colour: scaled(base, shade), width: 0.9, segment: SEGMENT.hair });
    },
  );
  return strands;
}
