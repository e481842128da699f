import type { Vec3 } from '../head/anatomy';
import type { FaceParameters } from '../parameter-ranges';
import { type Colour, hsl, scaled } from '../render/colour';
import { MATERIAL, type Mesh, MeshBuilder } from '../render/mesh';
import { flushed, skinTone } from './skin-tone';
import { addTube } from './tube';

/** Face Synthetics' class for what belongs to nobody. */
const IGNORE = 255;

/** Something in front of the face: a microphone, a hand on the cheek, a card held up. @returns null when nothing is */
export function occluderMesh({ occluder, skin }: FaceParameters): Mesh | null {
  const builder = new MeshBuilder();
  const { kind, side, height, size, hueDeg, lightness } = occluder;
  const colour = hsl(hueDeg, 0.35, 0.03 + 0.7 * lightness);
  if (kind === 'microphone')
    addMicrophone(builder, [side * 45, 108 - 34 * height, -52], 15 + 12 * size, scaled(colour, 0.4));
  else if (kind === 'hand') addHand(builder, side < 0 ? -1 : 1, 40 - 46 * height, 0.9 + 0.25 * size, skinTone(skin));
  else if (kind === 'card') addCard(builder, [side * 62, 96 - 60 * height, -58], 16 + 20 * size, side * 0.5, colour);
  else return null;
  return builder.build();
}

function addMicrophone(builder: MeshBuilder, centre: Vec3, radius: number, colour: Colour): void {
  const [x, y, z] = centre;
  const rows = 8;
  const ball = Array.from({ length: rows + 1 }, (_, i): Vec3 => [x, y - radius * Math.cos((i / rows) * Math.PI), z]);
  addTube(builder, ball, radius, colour, IGNORE, {
    taper: ball.map((_, i) => Math.max(0.02, Math.sin((i / rows) * Math.PI))),
    material: MATERIAL.cloth,
    gloss: 0.1,
  });
  addTube(
    builder,
    [
      [x, y + radius * 0.9, z],
      [x * 1.15, y + 150, z - 12],
    ],
    radius * 0.55,
    scaled(colour, 0.6),
    IGNORE,
  );
}

/** Palm below, four fingers up along the cheek, the thumb under the chin. */
function addHand(builder: MeshBuilder, side: -1 | 1, drop: number, scale: number, tone: Colour): void {
  const colour = flushed(tone, 0.25);
  const options = { material: MATERIAL.skin, gloss: 0.2, taper: [1.1, 1.05, 1, 0.9, 0.25] };
  for (let finger = 0; finger < 4; finger++) {
    const length = [58, 66, 62, 48][finger] * scale;
    const base: Vec3 = [side * (74 - 15 * finger), 92 + drop + 5 * finger, 6 - 12 * finger];
    const bend = (part: number): Vec3 => [
      base[0] - side * part * (4 + 3 * finger),
      base[1] - length * part,
      base[2] - 14 * Math.sin(part * 2.2) + 8 * part,
    ];
    addTube(builder, [bend(0), bend(0.33), bend(0.66), bend(0.94), bend(1)], 7.6 * scale, colour, IGNORE, options);
  }
  const palm: Vec3[] = [0, 0.25, 0.6, 1].map((part) => [
    side * (52 + 12 * part),
    88 + drop + 90 * part,
    -16 + 22 * part,
  ]);
  addTube(builder, palm, 27 * scale, colour, IGNORE, { ...options, taper: [0.3, 0.95, 1.05, 0.9], flatten: 0.5 });
  const thumb: Vec3[] = [0, 0.4, 0.8, 1].map((part) => [
    side * (34 - 26 * part),
    112 + drop - 10 * part,
    -24 - 4 * part,
  ]);
  addTube(builder, thumb, 9 * scale, colour, IGNORE, { ...options, taper: [1, 1, 0.9, 0.3] });
}

/** A plate of this half width, taller than wide, turned in its plane. */
function addCard(builder: MeshBuilder, [x, y, z]: Vec3, half: number, turnRad: number, colour: Colour): void {
  const [c, s] = [Math.cos(turnRad), Math.sin(turnRad)];
  const corners = [
    [-1, -1.5],
    [1, -1.5],
    [1, 1.5],
    [-1, 1.5],
  ].map(([u, v]) =>
    builder.vertex([x + half * (u * c - v * s), y + half * (u * s + v * c), z + 0.2 * half * v], colour, {
      gloss: 0.5,
    }),
  );
  builder.quad(corners[0], corners[1], corners[2], corners[3], IGNORE, MATERIAL.plastic);
}
