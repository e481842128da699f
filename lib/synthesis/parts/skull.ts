import type { Vec3 } from '../head/anatomy';
import type { HeadShape } from '../head/shape-head';

/** The ellipsoid that hair and hats rest on, fitted to this head. */
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
