import { SEGMENT } from '../head/segments';
import type { HeadShape } from '../head/shape-head';
import type { FaceParameters } from '../parameter-ranges';
import { scaled } from '../render/colour';
import { MATERIAL, type Mesh, MeshBuilder } from '../render/mesh';
import { flushed, skinTone } from './skin-tone';

const RINGS = 9;
const SECTORS = 26;

/** Rise of the ear over its plane from the middle (0) to the rim (1), mm: bowl, inner ridge, groove, rolled rim. */
const PROFILE = [-4.5, -4.2, -2.5, 1.5, 2.8, 1, 0.2, 2.6, 3.6, 1.2] as const;

/** Both ears: shells of about 62 × 34 mm (Farkas), turned out from the head by a third of a right angle. */
export function earsMesh({ anchors }: HeadShape, parameters: FaceParameters): Mesh {
  const builder = new MeshBuilder();
  const tone = skinTone(parameters.skin);
  for (const side of [-1, 1] as const) {
    const anchor = side < 0 ? anchors.rightEar : anchors.leftEar;
    const segment = side < 0 ? SEGMENT.rightEar : SEGMENT.leftEar;
    const rows = Array.from({ length: RINGS + 1 }, (_, ring) =>
      Array.from({ length: SECTORS }, (_, sector) => {
        const turn = (sector / SECTORS) * 2 * Math.PI;
        const part = ring / RINGS;
        // egg-shaped outline, narrow at the lobe
        const back = Math.cos(turn) * part * (16 - 4.5 * Math.sin(turn));
        const down = Math.sin(turn) * part * 31;
        const lobe = Math.max(0, Math.sin(turn) - 0.55) * 2.2;
        const rim = PROFILE[ring] * (1 - lobe) * (0.55 + 0.45 * Math.cos(turn)) + (back + 12) * 0.42;
        const sunk = Math.max(0, -Math.cos(turn)) * part * 3;
        const colour = flushed(scaled(tone, 0.72 + 0.28 * Math.min(1, Math.max(0, (PROFILE[ring] + 4.5) / 6))), 0.55);
        return builder.vertex(
          [anchor[0] + side * (rim - sunk - 1), anchor[1] + down - 2 + back * 0.16, anchor[2] + 12 + back],
          colour,
          { ambient: 0.45 + 0.5 * Math.min(1, Math.max(0, (PROFILE[ring] + 4.5) / 7)), gloss: 0.3 },
        );
      }),
    );
    for (let ring = 0; ring < RINGS; ring++) {
      for (let s = 0; s < SECTORS; s++) {
        const next = (s + 1) % SECTORS;
        const [a, b, c, d] = [rows[ring][s], rows[ring][next], rows[ring + 1][next], rows[ring + 1][s]];
        if (side < 0) builder.quad(a, d, c, b, segment, MATERIAL.skin);
        else builder.quad(a, b, c, d, segment, MATERIAL.skin);
      }
    }
  }
  return builder.build();
}
