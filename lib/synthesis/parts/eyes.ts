import { EYEBALL_RADIUS, type Vec3 } from '../head/anatomy';
import { radians, settled } from '../head/deform';
import { SEGMENT } from '../head/segments';
import type { HeadShape } from '../head/shape-head';
import type { FaceParameters } from '../parameter-ranges';
import { type Colour, mix, scaled, srgb } from '../render/colour';
import { MATERIAL, type Mesh, MeshBuilder } from '../render/mesh';
import { skinTone } from './skin-tone';

/** Radius of the iris, mm (horizontal visible iris diameter 11.7 mm). */
const IRIS_RADIUS = 5.9;
const RINGS = 20;
const SECTORS = 28;

/** Direction an eye looks, head space. */
export function gazeDirection({ gazeYawDeg, gazePitchDeg }: FaceParameters['eyes']): Vec3 {
  const yaw = radians(gazeYawDeg);
  const pitch = radians(gazePitchDeg);
  return [
    settled(Math.sin(yaw) * Math.cos(pitch)),
    settled(Math.sin(pitch)),
    settled(-Math.cos(yaw) * Math.cos(pitch)),
  ];
}

export const pupilCentre = (centre: Vec3, gaze: Vec3): Vec3 => [
  centre[0] + gaze[0] * EYEBALL_RADIUS,
  centre[1] + gaze[1] * EYEBALL_RADIUS,
  centre[2] + gaze[2] * EYEBALL_RADIUS,
];

function irisColour({ irisMelanin, irisGreen }: FaceParameters['eyes']): Colour {
  const light = mix(srgb(116, 148, 176), srgb(120, 138, 92), irisGreen);
  return irisMelanin < 0.5
    ? mix(light, srgb(128, 84, 40), irisMelanin * 2)
    : mix(srgb(128, 84, 40), srgb(44, 26, 18), irisMelanin * 2 - 1);
}

/** One eyeball; its texture coordinates are the direction from the centre, seen along the gaze (z forward). */
export function eyeMesh(centre: Vec3, side: 'right' | 'left', eyes: FaceParameters['eyes']): Mesh {
  const builder = new MeshBuilder();
  const gaze = gazeDirection(eyes);
  const across: Vec3 = (() => {
    const length = Math.hypot(gaze[0], gaze[2]);
    return [-gaze[2] / length, 0, gaze[0] / length];
  })();
  const down: Vec3 = [
    gaze[1] * across[2] - gaze[2] * across[1],
    gaze[2] * across[0] - gaze[0] * across[2],
    gaze[0] * across[1] - gaze[1] * across[0],
  ];
  const iris = irisColour(eyes);
  const limbus = IRIS_RADIUS / EYEBALL_RADIUS;
  const white = mix(srgb(204, 199, 194), srgb(200, 160, 150), eyes.redness * 0.6);
  const segment = side === 'right' ? SEGMENT.rightEye : SEGMENT.leftEye;
  // rings close together over the iris
  const radii = Array.from({ length: RINGS + 1 }, (_, i) =>
    i <= 12 ? (i / 12) * limbus * 1.06 : limbus * 1.06 + ((i - 12) / (RINGS - 12)) * (1.5 - limbus),
  );
  const rows = radii.map((angle, ring) =>
    Array.from({ length: SECTORS }, (_, sector) => {
      const turn = (sector / SECTORS) * 2 * Math.PI;
      const [u, v] = [Math.sin(angle) * Math.cos(turn), Math.sin(angle) * Math.sin(turn)];
      const w = Math.cos(angle);
      const d = [0, 1, 2].map((k) => across[k] * u + down[k] * v + gaze[k] * w);
      const within = Math.sin(angle) / Math.sin(limbus);
      let colour: Colour = white;
      if (within < 1.02) {
        const spoke = 0.82 + 0.36 * (((sector * 7919 + ring * 131) % 17) / 17);
        colour = scaled(mix(iris, scaled(iris, 0.28), Math.max(0, (within - 0.72) / 0.28)), spoke);
        if (within < eyes.pupil) colour = [0.004, 0.004, 0.005];
      } else if (within > 1.6) {
        colour = mix(white, srgb(206, 140, 128), Math.min(1, (within - 1.6) * (0.3 + eyes.redness)));
      }
      return builder.vertex(
        [centre[0] + d[0] * EYEBALL_RADIUS, centre[1] + d[1] * EYEBALL_RADIUS, centre[2] + d[2] * EYEBALL_RADIUS],
        colour,
        { texture: [u, v, w], ambient: 0.62, gloss: 1 },
      );
    }),
  );
  for (let ring = 0; ring < RINGS; ring++) {
    for (let s = 0; s < SECTORS; s++) {
      const next = (s + 1) % SECTORS;
      builder.quad(rows[ring][s], rows[ring][next], rows[ring + 1][next], rows[ring + 1][s], segment, MATERIAL.eye);
    }
  }
  return builder.build();
}

/** The lids' edges: from the skin inwards to the eyeball, so that no gap shows. */
export function lidEdges(shape: HeadShape, parameters: FaceParameters): Mesh {
  const builder = new MeshBuilder();
  const { template, positions, anchors } = shape;
  const tone = skinTone(parameters.skin);
  const edge: Colour = mix(scaled(tone, 0.75), srgb(190, 112, 104), 0.45);
  const lined = mix(edge, [0.012, 0.01, 0.01], parameters.makeup.liner);
  for (const side of ['right', 'left'] as const) {
    const aperture = side === 'right' ? template.layout.rightEye : template.layout.leftEye;
    const centre = side === 'right' ? anchors.rightEye : anchors.leftEye;
    for (const [arc, isUpper] of [
      [aperture.upper, true],
      [aperture.lower, false],
    ] as const) {
      const pairs = arc.map((v) => {
        const p = [positions[v * 3], positions[v * 3 + 1], positions[v * 3 + 2]];
        const d = p.map((value, k) => value - centre[k]);
        const length = Math.hypot(d[0], d[1], d[2]);
        const inner = d.map((value, k) => centre[k] + (value * (EYEBALL_RADIUS - 0.5)) / length);
        const colour = isUpper ? scaled(lined, 0.5) : mix(edge, lined, 0.5);
        return [
          builder.vertex(p, colour, { ambient: 0.7, gloss: 0.5 }),
          builder.vertex(inner, scaled(colour, 0.7), { ambient: 0.5, gloss: 0.7 }),
        ] as const;
      });
      for (let i = 1; i < pairs.length; i++) {
        const [a, b] = [pairs[i - 1], pairs[i]];
        builder.quad(a[0], b[0], b[1], a[1], SEGMENT.skin, MATERIAL.skin);
      }
    }
  }
  return builder.build();
}
