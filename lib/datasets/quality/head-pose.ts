import type { Pose } from '../sample';
import { cholesky, solveCholesky } from './linear-algebra';
import { MEAN_HEAD } from './mean-head';
import type { ShapeVector } from './similarity';

export interface ShapePose extends Pose {
  /**
   * Cosine of the angle between the face's gaze and the way to the camera, −1 to 1. Below 0 the landmarks turn the wrong
   * way round: no camera sees a face from behind, so left and right (or x and y) have changed places.
   */
  readonly facing: number;
}

/**
 * Head pose from landmarks alone: the mean head, seen through the affine camera that fits them best (least squares).
 * A person's own proportions pass for pose, so expect errors of about 5°; enough to sort faces by yaw.
 *
 * @param shape   [2·68] px, y down
 * @param weights [68]
 * @returns null when the landmarks do not fix a camera (fewer than four, or all on one line)
 */
export function estimatePose(shape: ShapeVector, weights: ArrayLike<number>): ShapePose | null {
  const normal = new Float64Array(16);
  const right = [new Float64Array(4), new Float64Array(4)];
  for (let i = 0; i < MEAN_HEAD.length; i++) {
    const w = weights[i];
    if (w === 0) continue;
    const point = [...MEAN_HEAD[i], 1];
    for (let r = 0; r < 4; r++) {
      for (let c = 0; c < 4; c++) normal[r * 4 + c] += w * point[r] * point[c];
      right[0][r] += w * point[r] * shape[2 * i];
      right[1][r] += w * point[r] * shape[2 * i + 1];
    }
  }
  let factor: Float64Array;
  try {
    factor = cholesky(normal, 4);
  } catch (cause) {
    if (cause instanceof RangeError) return null;
    throw cause;
  }
  const across = solveCholesky(factor, 4, right[0]);
  const down = solveCholesky(factor, 4, right[1]);
  const away = [
    across[1] * down[2] - across[2] * down[1],
    across[2] * down[0] - across[0] * down[2],
    across[0] * down[1] - across[1] * down[0],
  ];
  const length = Math.hypot(...away);
  if (!(length > 0)) return null;
  const [x, y, z] = away.map((value) => value / length);
  return {
    yawRad: Math.atan2(x, Math.hypot(y, z)),
    pitchRad: Math.atan2(y, z),
    rollRad: Math.atan2(down[0], across[0]),
    facing: z,
  };
}
