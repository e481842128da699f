import type { Random } from '@/lib/random';
import { headMasks } from '../head/masks';
import { SEGMENT } from '../head/segments';
import type { HeadShape } from '../head/shape-head';
import type { FaceParameters } from '../parameter-ranges';
import { hairColour } from './hair-colour';
import { normalize, StrandBuilder, type Strands, scatter } from './strands';

/** Share of the skin that beard covers at each vertex. @returns [V] */
export function beardCover(beard: FaceParameters['beard']): Float32Array {
  const { moustache, chinBeard, cheekBeard, lip } = headMasks();
  return moustache.map((m, v) => {
    const cover = Math.max(m * beard.moustache, chinBeard[v] * beard.chin, cheekBeard[v] * beard.cheeks);
    return lip[v] > 0.5 ? 0 : cover;
  });
}

const BEARD_WIDTH_MM = 0.75;

export function beardStrands(shape: HeadShape, { beard, hair }: FaceParameters, random: Random): Strands | null {
  const amount = beard.moustache + beard.chin + beard.cheeks;
  if (amount < 0.05) return null;
  const [red, green, blue] = hairColour({ ...hair, dye: 0, melanin: Math.min(1, hair.melanin + 0.1) });
  const next = random.next;
  const count = Math.round(600 + 1300 * amount);
  const builder = new StrandBuilder(count + 2, 4, BEARD_WIDTH_MM);
  const skin = { positions: shape.positions, triangles: shape.template.triangles };
  scatter(skin, beardCover(beard), count, next, ({ x, y, z, nx, ny, nz }) => {
    const isMoustache = y < 70;
    const length = (isMoustache ? 5 + 5 * beard.length : 4 + 24 * beard.length ** 2) * (0.7 + 0.6 * next());
    const [dx, dy, dz] = normalize([
      nx * 0.55 + Math.sign(x) * (isMoustache ? 0.7 : 0.1) + (next() - 0.5) * 0.5,
      ny * 0.55 + 0.75,
      nz * 0.55 + (next() - 0.5) * 0.5,
    ]);
    const tone = 0.7 + 0.6 * next();
    const grey = next() < hair.grey ? 0.8 : 0;
    const { at, from } = builder.add(
      (red + (0.5 - red) * grey) * tone,
      (green + (0.49 - green) * grey) * tone,
      (blue + (0.48 - blue) * grey) * tone,
      SEGMENT.beard,
    );
    for (let i = 0; i < 4; i++) {
      const l = (length * i) / 3;
      at[from + i * 3] = x + dx * l;
      at[from + i * 3 + 1] = y + dy * l + i * i * 0.12 * beard.length;
      at[from + i * 3 + 2] = z + dz * l + (i === 0 ? 0.5 : -0.4);
    }
  });
  return builder.build();
}

const LASH_WIDTH_MM = 0.3;

/** Lashes along the lids; longer with make-up. */
export function lashStrands(shape: HeadShape, { makeup, hair }: FaceParameters, random: Random): Strands {
  const { template, positions, anchors } = shape;
  const colour = hairColour({ ...hair, dye: 0, grey: 0, melanin: Math.max(0.7, hair.melanin) });
  const builder = new StrandBuilder(160, 3, LASH_WIDTH_MM * (1 + 0.5 * makeup.liner));
  for (const side of ['right', 'left'] as const) {
    const { upper, lower } = side === 'right' ? template.layout.rightEye : template.layout.leftEye;
    const centre = side === 'right' ? anchors.rightEye : anchors.leftEye;
    const segment = side === 'right' ? SEGMENT.rightEye : SEGMENT.leftEye;
    for (const [arc, isUpper] of [
      [upper, true],
      [lower, false],
    ] as const) {
      for (let i = 1; i < arc.length * 2 - 3; i++) {
        if (!isUpper && i % 2) continue;
        const [p, q] = [arc[i >> 1] * 3, arc[(i + 1) >> 1] * 3];
        const x = (positions[p] + positions[q]) / 2;
        const y = (positions[p + 1] + positions[q + 1]) / 2;
        const z = (positions[p + 2] + positions[q + 2]) / 2;
        const away = normalize([x - centre[0], y - centre[1], z - centre[2]]);
        const length = (isUpper ? 4.2 + 3 * makeup.liner : 2 + makeup.liner) * (0.7 + 0.5 * random.next());
        const [dx, dy, dz] = [away[0] * 0.9 * length, (isUpper ? -0.35 : 0.5) * length, away[2] * 0.75 * length];
        const { at, from } = builder.add(colour[0] * 0.6, colour[1] * 0.6, colour[2] * 0.6, segment);
        at.set(
          [x, y, z - 0.2, x + dx * 0.5, y + dy * (isUpper ? 0.1 : 0.5), z + dz * 0.6, x + dx, y + dy, z + dz],
          from,
        );
      }
    }
  }
  return builder.build();
}
