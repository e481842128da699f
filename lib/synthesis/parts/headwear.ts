import type { Vec3 } from '../head/anatomy';
import { SEGMENT } from '../head/segments';
import type { HeadShape } from '../head/shape-head';
import type { FaceParameters } from '../parameter-ranges';
import { type Colour, hsl, scaled } from '../render/colour';
import { MATERIAL, type Mesh, MeshBuilder } from '../render/mesh';
import { type Skull, skullOf } from './skull';

type Headwear = FaceParameters['headwear'];

const SECTORS = 48;
const ROWS = 10;

/** Height of the lower edge round the head, head space y: angle 0 is the forehead. */
function hatEdge({ style, depth }: Headwear, angle: number): number {
  const front = 0.5 + 0.5 * Math.cos(angle);
  const raise = (1 - depth) * 14;
  if (style === 'beanie') return 2 - 50 * front - raise;
  if (style === 'cap') return -12 - 42 * front - raise;
  return -8 - 46 * front - raise;
}

/** Whether a place of the scalp lies under the hat, so that no hair shows there. */
export function isUnderHat(headwear: Headwear, skull: Skull, x: number, y: number, z: number): boolean {
  if (headwear.style === 'none' || headwear.style === 'band') return false;
  return y < hatEdge(headwear, Math.atan2(x, skull.centre[2] - z)) + 3;
}

/** Beanie, cap or band, fitted to the skull. @returns null when nothing is worn */
export function headwearMesh(shape: HeadShape, { headwear, hair }: FaceParameters): Mesh | null {
  if (headwear.style === 'none') return null;
  const builder = new MeshBuilder();
  const skull = skullOf(shape);
  const cloth = hsl(headwear.hueDeg, headwear.saturation * 0.8, 0.05 + 0.8 * headwear.lightness);
  const isBand = headwear.style === 'band';
  const offset = headwear.style === 'beanie' ? 8 : isBand ? 7 + 8 * hair.volume : 6;
  const put = (angle: number, y: number, out: number, colour: Colour): number => {
    const { centre, radii } = skull;
    const up = Math.min(0, (y - centre[1]) / (radii[1] + out));
    const round = Math.sqrt(Math.max(0, 1 - up * up));
    return builder.vertex(
      [
        centre[0] + Math.sin(angle) * (radii[0] + out) * round,
        y,
        centre[2] - Math.cos(angle) * (radii[2] + out) * round,
      ],
      colour,
      { gloss: 0.05, ambient: 0.9 },
    );
  };
  const rows: number[][] = [];
  const top = skull.centre[1] - skull.radii[1] - offset;
  for (let row = 0; row <= ROWS; row++) {
    rows.push(
      Array.from({ length: SECTORS }, (_, s) => {
        const angle = (s / SECTORS) * 2 * Math.PI;
        const edge = hatEdge(headwear, angle);
        const part = row / ROWS;
        const y = isBand ? edge - part * 26 : edge + (top - edge) * Math.sin((part * Math.PI) / 2);
        // the rolled rim of a beanie, and cloth that turns in at the lower edge
        const rim = headwear.style === 'beanie' && part > 0.05 && part < 0.3 ? 4 : 0;
        const rib = headwear.style === 'beanie' && s % 2 ? 0.9 : 1;
        const turnIn = row === 0 ? -6 : 0;
        return put(angle, y, offset + rim + turnIn, scaled(cloth, rib * (row === 0 ? 0.5 : 1)));
      }),
    );
  }
  for (let row = 0; row < ROWS; row++) {
    for (let s = 0; s < SECTORS; s++) {
      const next = (s + 1) % SECTORS;
      builder.quad(
        rows[row][s],
        rows[row + 1][s],
        rows[row + 1][next],
        rows[row][next],
        SEGMENT.headwear,
        MATERIAL.cloth,
      );
    }
  }
  if (headwear.style === 'cap') addVisor(builder, skull, headwear, scaled(cloth, 0.8));
  return builder.build();
}

/** The peak of a cap: a bent plate that stands out over the forehead. */
function addVisor(builder: MeshBuilder, { centre, radii }: Skull, headwear: Headwear, colour: Colour): void {
  const rows = Array.from({ length: 6 }, (_, row) =>
    Array.from({ length: 17 }, (_, i) => {
      const angle = ((i - 8) / 8) * 1.05;
      const out = row / 5;
      const edge = hatEdge(headwear, angle);
      const length = 68 * out * Math.cos(angle * 1.25);
      const at: Vec3 = [
        centre[0] + Math.sin(angle) * (radii[0] + 5) * (1 + 0.06 * out),
        edge - 3 + 14 * out + 10 * (angle / 1.05) ** 2 * out,
        centre[2] - Math.cos(angle) * (radii[2] + 4) - length,
      ];
      return builder.vertex(at, colour, { gloss: 0.1, ambient: 0.85 });
    }),
  );
  for (let row = 0; row < 5; row++) {
    for (let i = 0; i < 16; i++) {
      builder.quad(
        rows[row][i],
        rows[row][i + 1],
        rows[row + 1][i + 1],
        rows[row + 1][i],
        SEGMENT.headwear,
        MATERIAL.cloth,
      );
    }
  }
}
