import type { Vec3 } from '../head/anatomy';
import { ramp } from '../head/deform';
import { SEGMENT } from '../head/segments';
import type { FaceParameters } from '../parameter-ranges';
import { type Colour, hsl, mix, scaled } from '../render/colour';
import { MATERIAL, type Mesh, MeshBuilder } from '../render/mesh';
import { skinTone } from './skin-tone';

/** Where the trunk carries the neck, head space. */
const NECK_BASE: Vec3 = [0, 158, 112];

/** Rings of the trunk: height below the neck's base, half width, half depth, how square, mm. */
const RINGS = [
  [-30, 46, 44, 0],
  [-14, 52, 50, 0],
  [0, 62, 58, 0],
  [16, 92, 68, 0.1],
  [30, 128, 76, 0.25],
  [46, 164, 84, 0.4],
  [70, 196, 94, 0.5],
  [110, 212, 108, 0.5],
  [180, 214, 122, 0.5],
  [300, 205, 126, 0.5],
  [460, 200, 126, 0.5],
] as const;
const SECTORS = 72;

/**
 * Neck base, shoulders and what covers them. The trunk turns less than the head.
 *
 * @param headToTrunk [9] row-major rotation that brings the trunk's own directions into head space
 */
export function clothingMesh(parameters: FaceParameters, headToTrunk: readonly number[]): Mesh {
  const builder = new MeshBuilder();
  const { clothing, skin, identity } = parameters;
  const tone = skinTone(skin);
  const cloth = hsl(clothing.hueDeg, clothing.saturation * 0.8, 0.04 + 0.82 * clothing.lightness);
  const accent = hsl(clothing.hueDeg + 160, clothing.saturation * 0.6, 0.1 + 0.8 * (1 - clothing.lightness));
  const build = 1 + 0.05 * identity.neckWidth;
  const place = (x: number, y: number, z: number): Vec3 => [
    NECK_BASE[0] + headToTrunk[0] * x + headToTrunk[1] * y + headToTrunk[2] * z,
    NECK_BASE[1] + headToTrunk[3] * x + headToTrunk[4] * y + headToTrunk[5] * z,
    NECK_BASE[2] + headToTrunk[6] * x + headToTrunk[7] * y + headToTrunk[8] * z,
  ];
  // subdivide the rings so that the neckline is round
  const fine = RINGS.slice(1).flatMap((ring, i) =>
    [0, 0.25, 0.5, 0.75].map((f) => RINGS[i].map((v, k) => v + (ring[k] - v) * f)),
  );
  const rows = fine.map(([y, wide, deep, square]) =>
    Array.from({ length: SECTORS }, (_, s) => {
      const turn = (s / SECTORS) * 2 * Math.PI;
      const [cx, cz] = [Math.sin(turn), -Math.cos(turn)];
      const round = 1 / (1 - square * 0.28 * (1 - Math.abs(Math.abs(cx) - Math.abs(cz))));
      const sag = y > 0 ? Math.max(0, -cz) * 10 : 0;
      // the neckline hangs lowest in front
      const neckline = -14 + 34 * (1 - clothing.collar) * (0.35 + 0.65 * Math.max(0, -cz) ** 3) * 1.9;
      const covered = ramp(neckline - 3, neckline + 3, y + sag * 0.3);
      const bare = covered < 0.5;
      const raise = covered * (3 + 2.5 * ramp(neckline + 16, neckline + 8, y));
      const stripe = clothing.pattern > 0.6 && Math.floor((y + 500) / (10 + 30 * (1 - clothing.pattern))) % 2 === 0;
      const seam = y < neckline + 10 ? 0.75 : 1;
      const colour: Colour = mix(tone, scaled(stripe ? accent : cloth, seam), covered);
      return {
        bare,
        vertex: builder.vertex(
          place((wide * build + raise) * cx * round, y + sag, (deep + raise) * cz * round + Math.max(0, y) * 0.12),
          colour,
          { ambient: y < 10 ? 0.72 : 0.85, gloss: bare ? 0.2 : 0.05, texture: [cx * wide, y + 600, cz * deep] },
        ),
      };
    }),
  );
  for (let i = 1; i < rows.length; i++) {
    for (let s = 0; s < SECTORS; s++) {
      const next = (s + 1) % SECTORS;
      const [a, b, c, d] = [rows[i - 1][s], rows[i - 1][next], rows[i][next], rows[i][s]];
      const bare = [a, b, c, d].filter((corner) => corner.bare).length > 2;
      builder.quad(
        a.vertex,
        b.vertex,
        c.vertex,
        d.vertex,
        bare ? SEGMENT.neck : SEGMENT.clothing,
        bare ? MATERIAL.skin : MATERIAL.cloth,
      );
    }
  }
  return builder.build();
}
