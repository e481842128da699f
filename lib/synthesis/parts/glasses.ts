import type { Vec3 } from '../head/anatomy';
import { SEGMENT } from '../head/segments';
import type { HeadShape } from '../head/shape-head';
import type { FaceParameters } from '../parameter-ranges';
import { hsl, mix } from '../render/colour';
import { MATERIAL, type Mesh, MeshBuilder } from '../render/mesh';
import { addTube } from './tube';

/** Half width, half height of a lens (mm) and how square it is (superellipse exponent). */
const STYLES = {
  round: [22.5, 21, 2],
  square: [26, 18.5, 4],
  wide: [28, 15.5, 3],
  pilot: [27, 22, 2.6],
} as const;

const CORNERS = 30;

export interface Glasses {
  readonly frame: Mesh;
  /** drawn over the picture: they let light through */
  readonly lenses: Mesh;
}

/** A pair of glasses resting on the nose and the ears. @returns null when none are worn */
export function makeGlasses({ anchors, positions, template }: HeadShape, { glasses }: FaceParameters): Glasses | null {
  if (glasses.style === 'none') return null;
  const [wide, tall, power] = STYLES[glasses.style];
  const colour = mix(hsl(glasses.hueDeg, 0.5, 0.4), [0.012, 0.011, 0.01], glasses.darkness);
  const radius = 0.55 + 1.5 * glasses.thickness;
  const frame = new MeshBuilder();
  const lenses = new MeshBuilder();
  // clear of brows and lashes
  const brow = [20, 23].map((i) => positions[template.landmarks[i] * 3 + 2]);
  const front = Math.min(...brow, anchors.noseBridge[2] + 3) - 3;
  const middle = (anchors.rightEye[1] + anchors.leftEye[1]) / 2 + 2.5;
  const spacing = (anchors.leftEye[0] - anchors.rightEye[0]) / 2 + 1.5;
  const centre = (anchors.leftEye[0] + anchors.rightEye[0]) / 2;
  const curve = (x: number) => front + 0.0036 * (x - centre) * (x - centre);
  for (const side of [-1, 1] as const) {
    const outline = Array.from({ length: CORNERS }, (_, i): Vec3 => {
      const turn = (i / CORNERS) * 2 * Math.PI;
      const [c, s] = [Math.cos(turn), Math.sin(turn)];
      const r = (Math.abs(c) ** power + Math.abs(s) ** power) ** (-1 / power);
      const drop = glasses.style === 'pilot' ? 3 * Math.max(0, s) * (1 + side * c) : 0;
      const x = centre + side * spacing + wide * r * c;
      return [x, middle + tall * r * s + drop, curve(x)];
    });
    addTube(frame, outline, radius, colour, SEGMENT.glasses, { closed: true });
    const hub = lenses.vertex([centre + side * spacing, middle, curve(centre + side * spacing) - 1], [0, 0, 0]);
    const rim = outline.map((p) => lenses.vertex(p, [0, 0, 0]));
    rim.forEach((v, i) => {
      lenses.triangle(hub, v, rim[(i + 1) % CORNERS], SEGMENT.glasses, MATERIAL.glass);
    });
    const hinge: Vec3 = [
      centre + side * (spacing + wide),
      middle - tall * 0.35,
      curve(centre + side * (spacing + wide)),
    ];
    const ear = side < 0 ? anchors.rightEar : anchors.leftEar;
    const temple = side < 0 ? anchors.rightTemple : anchors.leftTemple;
    const reach = side * Math.max(Math.abs(temple[0]) + 2, Math.abs(ear[0]) + 4, Math.abs(hinge[0]) + 4);
    addTube(
      frame,
      [
        hinge,
        [hinge[0] + side * 4, hinge[1] - 0.5, hinge[2] + 4],
        [reach, ear[1] - 22, ear[2] + 4],
        [reach, ear[1] - 12, ear[2] + 16],
      ],
      radius,
      colour,
      SEGMENT.glasses,
      { flatten: 1.4 },
    );
  }
  const inner = spacing - wide;
  const bridge = [-1, -0.5, 0, 0.5, 1].map(
    (f): Vec3 => [centre + f * inner, middle - tall * 0.25 - 2.5 * (1 - f * f), front - 1.5 * (1 - f * f)],
  );
  addTube(frame, bridge, radius * 0.9, colour, SEGMENT.glasses);
  return { frame: frame.build(), lenses: lenses.build() };
}
