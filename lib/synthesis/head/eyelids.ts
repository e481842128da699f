import { EYEBALL_RADIUS, type Vec3 } from './anatomy';
import type { HeadTemplate } from './template';
import { eyeCentreOf } from './template';

/** How each skin vertex near an eye follows the lids. */
export interface EyelidRig {
  readonly vertices: Uint32Array;
  /** [n] turn about the eye's horizontal axis that shuts the lid, radians (upper lids only) */
  readonly closing: Float32Array;
  /** [n] turn of the lower lid when it is fully raised, radians */
  readonly raising: Float32Array;
}

/** thickness of the lid over the eyeball, mm */
const LID_THICKNESS = 0.9;
/** the lid's skin moves up to this far from its edge, mm */
const LID_REACH = 9.5;

const angleOf = (y: number, z: number, centre: Vec3): number => Math.atan2(y - centre[1], centre[2] - z);

/** Angle of the lid's edge above x, between the two nearest contour points. */
function edgeAngle(template: HeadTemplate, arc: readonly number[], x: number, centre: Vec3): number | null {
  const { positions } = template;
  for (let s = 0; s + 1 < arc.length; s++) {
    const [p, q] = [arc[s] * 3, arc[s + 1] * 3];
    const [x0, x1] = [positions[p], positions[q]];
    if ((x - x0) * (x - x1) > 0 || x0 === x1) continue;
    const u = (x - x0) / (x1 - x0);
    const a0 = angleOf(positions[p + 1], positions[p + 2], centre);
    const a1 = angleOf(positions[q + 1], positions[q + 2], centre);
    return a0 + (a1 - a0) * u;
  }
  return null;
}

export function rigEyelids(template: HeadTemplate, side: 'right' | 'left'): EyelidRig {
  const { upper, lower } = side === 'right' ? template.layout.rightEye : template.layout.leftEye;
  const centre = eyeCentreOf(side);
  const { positions, vertexCount } = template;
  const upperSet = new Set(upper.slice(1, -1));
  const lowerSet = new Set(lower.slice(1, -1));
  const vertices: number[] = [];
  const closing: number[] = [];
  const raising: number[] = [];
  for (let v = 0; v < vertexCount; v++) {
    const [x, y, z] = [positions[v * 3], positions[v * 3 + 1], positions[v * 3 + 2]];
    if (Math.hypot(x - centre[0], y - centre[1], z - centre[2]) > 27 || z > centre[2] + 2) continue;
    const up = edgeAngle(template, upper, x, centre);
    const down = edgeAngle(template, lower, x, centre);
    if (up === null || down === null) continue;
    const angle = angleOf(y, z, centre);
    const gap = Math.max(down - up, 0);
    const isUpper = upperSet.has(v) || (!lowerSet.has(v) && angle < (up + down) / 2);
    const beyond = (isUpper ? up - angle : angle - down) * 14;
    const near = Math.max(0, 1 - Math.max(beyond, 0) / LID_REACH);
    const weight = upperSet.has(v) || lowerSet.has(v) ? 1 : near * near * (3 - 2 * near);
    if (weight === 0) continue;
    vertices.push(v);
    closing.push(isUpper ? weight * gap * 0.93 : 0);
    raising.push(isUpper ? 0 : -weight * gap * 0.3);
  }
  return {
    vertices: Uint32Array.from(vertices),
    closing: Float32Array.from(closing),
    raising: Float32Array.from(raising),
  };
}

/**
 * Turns the lids about the eye and keeps every lid vertex outside the eyeball.
 *
 * @param closed 0 open as in the template, 1 shut, below 0 wide open
 * @param raised lower lid: 0 as in the template, 1 raised as in a squint
 */
export function poseEyelids(
  rig: EyelidRig,
  positions: Float32Array,
  centre: Vec3,
  closed: number,
  raised: number,
): void {
  const clear = EYEBALL_RADIUS + LID_THICKNESS;
  for (let i = 0; i < rig.vertices.length; i++) {
    const p = rig.vertices[i] * 3;
    const turn = rig.closing[i] * closed + rig.raising[i] * raised;
    const c = Math.cos(turn);
    const s = Math.sin(turn);
    let x = positions[p] - centre[0];
    let y = positions[p + 1] - centre[1];
    let z = positions[p + 2] - centre[2];
    [y, z] = [y * c - z * s, y * s + z * c];
    const r = Math.sqrt(x * x + y * y + z * z);
    if (r < clear) {
      const grow = clear / r;
      x *= grow;
      y *= grow;
      z *= grow;
    }
    positions[p] = centre[0] + x;
    positions[p + 1] = centre[1] + y;
    positions[p + 2] = centre[2] + z;
  }
}
