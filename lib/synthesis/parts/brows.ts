import type { Random } from '@/lib/random';
import { SEGMENT } from '../head/segments';
import type { HeadShape } from '../head/shape-head';
import type { FaceParameters } from '../parameter-ranges';
import { mix, scaled } from '../render/colour';
import { hairColour } from './hair-colour';
import { skinTone } from './skin';
import type { Strand } from './strands';

/** Brows: hairs between the landmarks of each brow, upward at the nose and outward at the tail. */
export function browStrands(shape: HeadShape, { brows, hair, skin }: FaceParameters, random: Random): Strand[] {
  const strands: Strand[] = [];
  const { positions, template } = shape;
  const next = random.next;
  const natural = hairColour({ ...hair, dye: 0, melanin: Math.max(hair.melanin, 0.35 + skin.melanin * 0.5) });
  const colour = mix(mix(skinTone(skin), natural, 0.6), scaled(natural, 0.8), brows.darkness);
  const count = Math.round(150 + 320 * brows.density);
  for (const side of ['right', 'left'] as const) {
    const indices = side === 'right' ? [21, 20, 19, 18, 17] : [22, 23, 24, 25, 26];
    const path = indices.map((i) => {
      const p = template.landmarks[i] * 3;
      return [positions[p], positions[p + 1], positions[p + 2]] as const;
    });
    const out = side === 'right' ? -1 : 1;
    const segment = side === 'right' ? SEGMENT.rightBrow : SEGMENT.leftBrow;
    for (let i = 0; i < count; i++) {
      const at = Math.min(next() * 4, 3.999);
      const k = Math.floor(at);
      const f = at - k;
      const along = at / 4;
      const thick = 4.4 * brows.thickness * (1 - 0.62 * along) * (along < 0.12 ? 0.7 + along * 2.5 : 1);
      const offset = (next() - 0.5) * thick;
      const [p, q] = [path[k], path[k + 1]];
      const point = [0, 1, 2].map((c) => p[c] + (q[c] - p[c]) * f);
      const x = point[0] + (next() - 0.5) * 1.2;
      const y = point[1] + 0.8 + offset;
      const z = point[2] - 0.7 - offset * 0.25 + 0.0;
      const length = 5 + 3 * next();
      const rise = Math.max(-0.25, 1 - along * 2.6) - offset * 0.12;
      const dx = out * (0.45 + 0.6 * along);
      const dz = along * 0.55;
      const scale = length / Math.hypot(dx, rise, dz);
      strands.push({
        points: Float32Array.from([
          x,
          y,
          z,
          x + dx * scale * 0.5,
          y - rise * scale * 0.5,
          z + dz * scale * 0.5 - 0.5,
          x + dx * scale,
          y - rise * scale * 0.75,
          z + dz * scale - 0.2,
        ]),
        colour: scaled(colour, 0.8 + 0.4 * next()),
        width: 0.42,
        segment,
      });
    }
  }
  return strands;
}
