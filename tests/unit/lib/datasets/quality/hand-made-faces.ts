import { MEAN_HEAD } from '@/lib/datasets/quality/mean-head';
import type { QualityFace } from '@/lib/datasets/quality/quality-face';
import { imagePoint } from '@/lib/landmarks/geometry';
import { createRandom } from '@/lib/random';
import { headRotation } from '@/lib/synthesis/render/camera';

export interface HandMade {
  readonly yawRad?: number;
  readonly pitchRad?: number;
  readonly rollRad?: number;
  /** the lower lip's way down, mm */
  readonly mouthOpenMm?: number;
  /** face width over the mean head's */
  readonly wide?: number;
  /** image px a millimetre; the mean head is 147 mm wide */
  readonly scale?: number;
  readonly noisePx?: number;
  readonly seed?: number;
}

/** The mean head with a few honest changes, seen by a camera far away, in the middle of a 400 × 400 image. */
export function handMadeFace(id: string, options: HandMade = {}): QualityFace {
  const {
    yawRad = 0,
    pitchRad = 0,
    rollRad = 0,
    mouthOpenMm = 0,
    wide = 1,
    scale = 1,
    noisePx = 0,
    seed = 1,
  } = options;
  const r = headRotation(pitchRad, yawRad, rollRad);
  const random = createRandom(seed);
  const points = MEAN_HEAD.map(([mx, my, mz], i) => {
    const drop = (i >= 55 && i <= 59) || i >= 65 ? mouthOpenMm : i >= 5 && i <= 11 ? mouthOpenMm / 2 : 0;
    const [x, y, z] = [mx * wide, my + drop, mz];
    return imagePoint(
      200 + scale * (r[0] * x + r[1] * y + r[2] * z) + noisePx * random.normal(),
      200 + scale * (r[3] * x + r[4] * y + r[5] * z) + noisePx * random.normal(),
    );
  });
  return {
    id,
    image: { width: 400, height: 400 },
    annotation: { scheme: 'ibug-68', points, z: null, visibility: null },
  };
}

/** A set of sound faces: poses, mouths and widths vary, labels are placed to half a pixel. */
export function handMadeSet(count: number, seed = 7): QualityFace[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, i) =>
    handMadeFace(`face-${i}`, {
      yawRad: 0.35 * random.normal(),
      pitchRad: 0.15 * random.normal(),
      rollRad: 0.1 * random.normal(),
      mouthOpenMm: Math.max(0, 6 * random.normal()),
      wide: 1 + 0.05 * random.normal(),
      scale: random.uniform(0.5, 1.2),
      noisePx: 0.5,
      seed: i + 1,
    }),
  );
}
