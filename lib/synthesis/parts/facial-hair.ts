import type { Random } from '@/lib/random';
import type { Vec3 } from '../head/anatomy';
import { headMasks } from '../head/masks';
import { SEGMENT } from '../head/segments';
import type { HeadShape } from '../head/shape-head';
import type { FaceParameters } from '../parameter-ranges';
import { mix, scaled } from '../render/colour';
import { hairColour } from './hair-colour';
import { normalize, type Strand, scatter } from './strands';

/** Share of the skin that beard covers at each vertex, from the beard's parts. @returns [V] */
export function beardCover({ beard }: FaceParameters): Float32Array {
  const { moustache, chinBeard, cheekBeard, lip } = headMasks();
  return moustache.map((m, v) => {
    const cover = Math.max(m * beard.moustache, chinBeard[v] * beard.chin, cheekBeard[v] * beard.cheeks);
    return lip[v] > 0.5 ? 0 : cover;
  });
}

export function beardStrands(shape: HeadShape, { beard, hair }: FaceParameters, random: Random): Strand[] {
  const amount = beard.moustache + beard.chin + beard.cheeks;
  if (amount < 0.05) return [];
  const strands: Strand[] = [];
  const natural = hairColour({ ...hair, dye: 0, melanin: Math.min(1, hair.melanin + 0.1) });
  const next = random.next;
  const count = Math.round(600 + 1500 * amount);
  scatter(
    { positions: shape.positions, triangles: shape.template.triangles },
    beardCover({ beard } as FaceParameters),
    count,
    next,
    (root, normal) => {
      const isMoustache = root[1] < 70;
      const length = (isMoustache ? 5 + 5 * beard.length : 4 + 24 * beard.length ** 2) * (0.7 + 0.6 * next());
      const out: Vec3 = normalize([
        normal[0] * 0.55 + Math.sign(root[0]) * (isMoustache ? 0.7 : 0.1) + (next() - 0.5) * 0.5,
        normal[1] * 0.55 + 0.75,
        normal[2] * 0.55 + (next() - 0.5) * 0.5,
      ]);
      const points = new Float32Array(12);
      for (let i = 0; i < 4; i++) {
        const l = (length * i) / 3;
        points.set(
          [
            root[0] + out[0] * l,
            root[1] + out[1] * l + i * i * 0.12 * beard.length,
            root[2] + out[2] * l - (i === 0 ? -0.5 : 0.4),
          ],
          i * 3,
        );
      }
      const grey = next() < hair.grey;
      strands.push({
        points,
        colour: scaled(mix(natural, [0.5, 0.49, 0.48], grey ? 0.8 : 0), 0.7 + 0.6 * next()),
        width: 0.75,
        segment: SEGMENT.beard,
      });
    },
  );
  return strands;
}

/** Lashes along the lids; longer and darker with make-up. */
export function lashStrands(shape: HeadShape, { makeup, hair }: FaceParameters, random: Random): Strand[] {
  const strands: Strand[] = [];
  const { template, positions, anchors } = shape;
  const colour = scaled(hairColour({ ...hair, dye: 0, grey: 0, melanin: Math.max(0.7, hair.melanin) }), 0.6);
  for (const side of ['right', 'left'] as const) {
    const { upper, lower } = side === 'right' ? template.layout.rightEye : template.layout.leftEye;
    const centre = side === 'right' ? anchors.rightEye : anchors.leftEye;
    for (const [arc, isUpper] of [
      [upper, true],
      [lower, false],
    ] as const) {
      for (let i = 1; i < arc.length * 2 - 3; i++) {
        const [p, q] = [arc[i >> 1] * 3, arc[(i + 1) >> 1] * 3];
        const at = [0, 1, 2].map((k) => (positions[p + k] + positions[q + k]) / 2);
        const away = normalize([at[0] - centre[0], at[1] - centre[1], at[2] - centre[2]]);
        const length = (isUpper ? 4.2 + 3 * makeup.liner : 2 + makeup.liner) * (0.7 + 0.5 * random.next());
        const [dx, dy, dz] = [away[0] * 0.9, isUpper ? -0.35 : 0.5, away[2] * 0.75];
        strands.push({
          points: Float32Array.from([
            at[0],
            at[1],
            at[2] - 0.2,
            at[0] + dx * length * 0.5,
            at[1] + dy * length * (isUpper ? 0.1 : 0.5),
            at[2] + dz * length * 0.6,
            at[0] + dx * length,
            at[1] + dy * length,
            at[2] + dz * length,
          ]),
          colour,
          width: isUpper ? 0.32 + 0.2 * makeup.liner : 0.16,
          segment: side === 'right' ? SEGMENT.rightEye : SEGMENT.leftEye,
        });
      }
    }
  }
  return strands;
}
