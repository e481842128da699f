import { MEAN_HEAD } from '@/lib/datasets/quality/mean-head';
import type { Pose } from '@/lib/datasets/sample';

export type HeadPoint = readonly [x: number, y: number, z: number];

/**
 * The mean head as it stands in a pose: [68] in iBUG order, mm, x right, y down, z into the scene.
 *
 * The inverse of estimatePose: roll about the line of sight after yaw about the vertical after pitch about the ears' line.
 */
export function turnHead({ pitchRad, yawRad, rollRad }: Pose): HeadPoint[] {
  const [sinP, cosP] = [Math.sin(pitchRad), Math.cos(pitchRad)];
  const [sinY, cosY] = [Math.sin(yawRad), Math.cos(yawRad)];
  const [sinR, cosR] = [Math.sin(rollRad), Math.cos(rollRad)];
  return MEAN_HEAD.map(([x, y, z]) => {
    const downP = cosP * y - sinP * z;
    const awayP = sinP * y + cosP * z;
    const acrossY = cosY * x - sinY * awayP;
    const awayY = sinY * x + cosY * awayP;
    return [cosR * acrossY - sinR * downP, sinR * acrossY + cosR * downP, awayY];
  });
}
