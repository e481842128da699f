import { invertPositiveDefinite } from './linear-algebra';
import { POINT_COUNT } from './quality-face';
import type { ShapeModel } from './shape-model';

const JAW = 17;
/** The far half of the jaw without the chin, where the two conventions part most. */
const FAR = { right: [0, 1, 2, 3, 4, 5], left: [11, 12, 13, 14, 15, 16] } as const;
/** Below this turn both conventions give the same jaw within a landmark's noise. */
export const MIN_YAW_RAD = (15 * Math.PI) / 180;

export interface JawDeviation {
  /** how far the far side of the jaw stands out from where the inner face puts it, model px; > 0 away from the nose */
  readonly outwardPx: number;
  /** the same in standard deviations of this set */
  readonly z: number;
  readonly landmarks: readonly number[];
}

/**
 * Measures the far side of a turned face's jaw against the inner face: a jaw on the visible outline stands further out
 * there than the projected 3D jaw, which hides behind the cheek. Relative to the set the model was fitted to, which need
 * not say which convention it follows.
 *
 * @returns a function of a face's offset (aligned, minus the mean) and yaw; null for a face that is hardly turned
 */
export function createJawGauge({
  precision,
}: ShapeModel): (offset: Float64Array, yawRad: number) => JawDeviation | null {
  const size = 2 * POINT_COUNT;
  const n = 2 * JAW;
  const block = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) block[i * n + j] = precision[i * size + j];
  // covariance of the jaw when the rest of the face is known
  const covariance = invertPositiveDefinite(block, n);
  return (offset, yawRad) => {
    if (Math.abs(yawRad) < MIN_YAW_RAD) return null;
    // turned to the image's right, the subject's left is the far side
    const landmarks = yawRad > 0 ? FAR.left : FAR.right;
    const outward = yawRad > 0 ? 1 : -1;
    const pull = new Float64Array(n);
    for (let i = 0; i < n; i++) for (let j = 0; j < size; j++) pull[i] += precision[i * size + j] * offset[j];
    let mean = 0;
    let variance = 0;
    for (const a of landmarks) {
      for (let j = 0; j < n; j++) mean += (outward * covariance[2 * a * n + j] * pull[j]) / landmarks.length;
      for (const b of landmarks) variance += covariance[2 * a * n + 2 * b] / landmarks.length ** 2;
    }
    return { outwardPx: mean, z: mean / Math.sqrt(variance), landmarks };
  };
}
