import type { Vec3 } from '../head/anatomy';
import { SEGMENT } from '../head/segments';
import type { HeadShape } from '../head/shape-head';
import type { FaceParameters } from '../parameter-ranges';
import { type Colour, mix, scaled, srgb } from '../render/colour';
import { MATERIAL, type Mesh, MeshBuilder } from '../render/mesh';
import { skinTone } from './skin-tone';

/** Half of the dental arch from the middle: sideways, backwards, height of the crown, mm. */
const ARCH = [
  [0, 0, 9.6],
  [4.3, 0.2, 9.4],
  [8.4, 1.1, 8.2],
  [12.4, 3.4, 9],
  [16.2, 7, 7.6],
  [19.4, 11.8, 7],
  [22.4, 18, 6.4],
  [25, 26, 6],
] as const;

const CAVITY: Colour = srgb(62, 22, 22);

/** One row of teeth with its gum, from molar to molar. @param up +1 for the lower row (crowns point up), −1 for the upper */
function teethRow(builder: MeshBuilder, front: Vec3, up: 1 | -1, scale: number, enamel: Colour): void {
  const gum = srgb(186, 96, 92);
  const columns: (readonly [gum: number, neck: number, edge: number])[] = [];
  for (let i = -(ARCH.length - 1) * 2; i <= (ARCH.length - 1) * 2; i++) {
    const at = Math.min(Math.abs(i) / 2, ARCH.length - 1);
    const k = Math.floor(at);
    const [x0, z0, h0] = ARCH[k];
    const [x1, z1, h1] = ARCH[Math.min(k + 1, ARCH.length - 1)];
    const f = at - k;
    const x = front[0] + Math.sign(i) * (x0 + (x1 - x0) * f) * scale;
    const z = front[2] + (z0 + (z1 - z0) * f) * scale + (k === at ? 0.35 : 0);
    const crown = (h0 + (h1 - h0) * f) * (up === 1 ? 0.82 : 1);
    const isGap = k === at;
    const shade = (isGap ? 0.8 : 1) * (1 - at * 0.085);
    const depth = 1 - at * 0.1;
    columns.push([
      builder.vertex([x, front[1] + up * (crown + 7), z + 2], scaled(gum, shade), { ambient: 0.6 * depth, gloss: 0.8 }),
      builder.vertex([x, front[1] + up * crown, z], scaled(mix(enamel, gum, 0.2), shade), {
        ambient: 0.7 * depth,
        gloss: 0.8,
      }),
      builder.vertex([x, front[1] - up * (isGap ? -0.5 : 0), z + 0.4], scaled(enamel, shade), {
        ambient: 0.8 * depth,
        gloss: 0.9,
      }),
    ]);
  }
  for (let i = 1; i < columns.length; i++) {
    const [a, b] = [columns[i - 1], columns[i]];
    builder.quad(a[0], b[0], b[1], a[1], SEGMENT.mouthInterior, MATERIAL.wet);
    builder.quad(a[1], b[1], b[2], a[2], SEGMENT.mouthInterior, MATERIAL.wet);
  }
}

/** Inner lips, cavity, teeth and tongue. */
export function mouthMesh(shape: HeadShape, parameters: FaceParameters): Mesh {
  const builder = new MeshBuilder();
  const { template, positions, anchors } = shape;
  const { upper, lower } = template.layout.innerLip;
  const tone = skinTone(parameters.skin);
  const wetLip: Colour = [tone[0] * 0.55 + 0.03, tone[1] * 0.26, tone[2] * 0.28];
  const throat = builder.vertex(anchors.throat, scaled(CAVITY, 0.1), { ambient: 0.05, gloss: 0 });
  const centre = [anchors.throat[0], (anchors.upperTeeth[1] + anchors.lowerTeeth[1]) / 2];
  for (const [arc, segment, side] of [
    [upper, SEGMENT.upperLip, -1],
    [lower, SEGMENT.lowerLip, 1],
  ] as const) {
    const rows = arc.map((v, i) => {
      const [x, y, z] = [positions[v * 3], positions[v * 3 + 1], positions[v * 3 + 2]];
      const middle = Math.sin((Math.PI * i) / (arc.length - 1));
      return [
        builder.vertex([x, y, z], wetLip, { ambient: 0.6, gloss: 0.7 }),
        builder.vertex([x, y + side * 0.4 * middle, z + 2.6], scaled(wetLip, 0.8), { ambient: 0.35, gloss: 0.7 }),
        builder.vertex([x, y + side * 4 * middle, z + 5], scaled(wetLip, 0.6), { ambient: 0.2, gloss: 0.4 }),
        builder.vertex(
          [centre[0] + (x - centre[0]) * 1.15, centre[1] + side * 14 * middle, z + 26],
          scaled(CAVITY, 0.4),
          { ambient: 0.1, gloss: 0.2 },
        ),
      ] as const;
    });
    for (let i = 1; i < rows.length; i++) {
      const [a, b] = [rows[i - 1], rows[i]];
      builder.quad(a[0], b[0], b[1], a[1], segment, MATERIAL.wet);
      builder.quad(a[1], b[1], b[2], a[2], segment, MATERIAL.wet);
      builder.quad(a[2], b[2], b[3], a[3], SEGMENT.mouthInterior, MATERIAL.wet);
      builder.triangle(a[3], b[3], throat, SEGMENT.mouthInterior, MATERIAL.wet);
    }
  }
  const enamel = mix(srgb(228, 222, 208), srgb(206, 186, 150), parameters.skin.wrinkles * 0.6);
  // no tooth may come through a corner of the mouth
  const [right, left] = [upper[0], upper[upper.length - 1]].map((v) => positions[v * 3]);
  const scale = Math.min(1.05, (left - right) / 50);
  const [ux, uy, uz] = anchors.upperTeeth;
  const [lx, ly, lz] = anchors.lowerTeeth;
  teethRow(builder, [ux, uy + 5.4, uz + 1.5], -1, scale, enamel);
  teethRow(builder, [lx, ly - 4.4, lz + 1.2], 1, scale * 0.92, scaled(enamel, 0.9));
  tongue(builder, [lx, ly - 1, lz + 5]);
  return builder.build();
}

function tongue(builder: MeshBuilder, [x, y, z]: Vec3): void {
  const rows = Array.from({ length: 6 }, (_, i) =>
    Array.from({ length: 9 }, (_, j) => {
      const side = (j - 4) / 4;
      const back = i / 5;
      const width = 15 * Math.sqrt(Math.min(1, 0.25 + back * 2));
      const height = (1 - side * side) * 4 + back * 5 - (i === 0 ? 4 : 0) - (j === 4 ? 0.8 : 0);
      return builder.vertex([x + side * width, y - height, z + back * 34 + side * side * 3], srgb(176, 92, 92), {
        ambient: 0.5 * (1 - back * 0.8),
        gloss: 0.7,
      });
    }),
  );
  for (let i = 1; i < rows.length; i++) {
    for (let j = 1; j < 9; j++) {
      builder.quad(rows[i - 1][j - 1], rows[i][j - 1], rows[i][j], rows[i - 1][j], SEGMENT.mouthInterior, MATERIAL.wet);
    }
  }
}
