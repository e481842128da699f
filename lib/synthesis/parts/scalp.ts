import type { Vec3 } from '../head/anatomy';
import { ramp } from '../head/deform';
import { headMasks } from '../head/masks';
import type { HeadShape } from '../head/shape-head';
import type { FaceParameters } from '../parameter-ranges';

/** How thick hair grows at each vertex of the head, 0–1. @returns [V] */
export function hairCover({ template }: HeadShape, { hair }: FaceParameters): Float32Array {
  const { insideHairLine } = headMasks();
  const cover = new Float32Array(template.vertexCount);
  if (hair.style === 'bald') return cover;
  for (let v = 0; v < cover.length; v++) {
    const b = Math.abs(template.chart[v * 2]);
    const t = template.chart[v * 2 + 1];
    const front = ramp(95, 60, b);
    const inside = insideHairLine[v] - front * 11 * (0.5 - hair.hairLine * 0.5);
    cover[v] = ramp(-4, 5, inside);
    // a bald crown keeps a wreath at the sides and the back
    if (hair.style === 'receding') cover[v] *= Math.max(ramp(-44, -22, t), ramp(110, 150, b) * ramp(-95, -70, t));
  }
  return cover;
}

/** The ellipsoid that hair rests on, fitted to this head. */
export interface Skull {
  readonly centre: Vec3;
  readonly radii: Vec3;
}

export function skullOf({ anchors }: HeadShape): Skull {
  const wide = (anchors.leftTemple[0] - anchors.rightTemple[0]) / 146;
  const high = (-anchors.crown[1] - 33) / 84;
  return { centre: [0, -33, 87], radii: [77.5 * wide, 85 * high, 98] };
}

/** How far out a point lies, 1 on the skull; below the widest place the skull goes on as a tube. */
export function skullReach({ centre, radii }: Skull, x: number, y: number, z: number): number {
  const ex = (x - centre[0]) / radii[0];
  const ey = (y - centre[1]) / radii[1];
  const ez = (z - centre[2]) / radii[2];
  return Math.sqrt(ex * ex + ez * ez + (ey < 0 ? ey * ey : 0.06 * ey * ey));
}
