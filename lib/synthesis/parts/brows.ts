import type { Random } from '@/lib/random';
import { SEGMENT } from '../head/segments';
import type { HeadShape } from '../head/shape-head';
import type { FaceParameters } from '../parameter-ranges';
import { mix, scaled } from '../render/colour';
import { hairColour } from './hair-colour';
import { skinTone } from './skin-tone';
import { StrandBuilder, type Strands } from './strands';

const BROW_WIDTH_MM = 0.5;

/** Brows: hairs along the landmarks of each brow, upright at the nose and lying outward at the tail. */
export function browStrands(shape: HeadShape, { brows, hair, skin }: FaceParameters, random: Random): Strands {
  const { positions, template } = shape;
  const next = random.next;
  const natural = hairColour({
    ...hair,
    dye: 0,
    grey: hair.grey * 0.6,
    melanin: Math.max(hair.melanin, 0.35 + skin.melanin * 0.5),
  });
  const colour = mix(mix(skinTone(skin), natural, 0.6), scaled(natural, 0.8), brows.darkness);
  const count = Math.round(180 + 380 * brows.density);
  const builder = new StrandBuilder(2 * count, 3, BROW_WIDTH_MM);
  for (const side of ['right', 'left'] as const) {
    const indices = side === 'right' ? [21, 20, 19, 18, 17] : [22, 23, 24, 25, 26];
    const path = indices.map((i) => template.landmarks[i] * 3);
    const out = side === 'right' ? -1 : 1;
    const segment = side === 'right' ? SEGMENT.rightBrow : SEGMENT.leftBrow;
    for (let i = 0; i < count; i++) {
      const place = Math.min(next() * 4, 3.999);
      const k = Math.floor(place);
      const f = place - k;
      const along = place / 4;
      const thick = 5 * brows.thickness * (1 - 0.62 * along) * (along < 0.12 ? 0.7 + along * 2.5 : 1);
      const offset = (next() + next() - 1) * 0.62 * thick;
      const [p, q] = [path[k], path[k + 1]];
      const x = positions[p] + (positions[q] - positions[p]) * f + (next() - 0.5) * 1.4;
      const y = positions[p + 1] + (positions[q + 1] - positions[p + 1]) * f + 1 + offset;
      const z = positions[p + 2] + (positions[q + 2] - positions[p + 2]) * f - 0.7 - offset * 0.25;
      const rise = Math.max(-0.25, 1 - along * 2.6) - offset * 0.12;
      const dx = out * (0.45 + 0.6 * along);
      const dz = along * 0.55;
      const scale = (5 + 3 * next()) / Math.sqrt(dx * dx + rise * rise + dz * dz);
      const tone = 0.8 + 0.4 * next();
      const { at, from } = builder.add(colour[0] * tone, colour[1] * tone, colour[2] * tone, segment);
      at.set(
        [
          x,
          y,
          z,
          x + dx * scale * 0.5,
          y - rise * scale * 0.5,
          z + dz * scale * 0.5 - 0.5,
          x + dx * scale,
          y - rise * scale * 0.75,
          z + dz * scale - 0.2,
        ],
        from,
      );
    }
  }
  return builder.build();
}
