import { type Displacement, push, ramp, sum } from './deform';

/**
 * Identity: what one standard deviation of each parameter does to the average head.
 *
 * Sizes follow adult spreads in Farkas, Anthropometry of the Head and Face (1994), both sexes pooled, as half widths where
 * a push acts on one side: bizygomatic width ± 6 mm, bigonial ± 7, morphological face height ± 7, nose width ± 3.2,
 * nose height ± 3.6, mouth width ± 4, palpebral fissure ± 1.6, intercanthal ± 2.7, lip heights ± 1.6.
 */
export const IDENTITY: Readonly<Record<IdentityName, Displacement>> = {
  faceWidth: ([x, y]) => [0.045 * x * ramp(150, 90, y), 0, 0],
  faceHeight: ([, y]) => [0, y < 0 ? 0.03 * y : 0.045 * Math.min(y, 125), 0],
  headDepth: ([, y, z]) => [0, 0, z > 25 ? 0.04 * (z - 25) * ramp(120, 60, y) : 0],
  jawWidth: sum(push([-56, 76, 42], [26, 24, 34], [-4.2, 0, 0]), push([-38, 100, 26], [20, 18, 26], [-1.6, 0, 0])),
  jawHeight: push([0, 112, 14], [60, 26, 60], [0, 3.4, 0]),
  chinWidth: push([-16, 110, 4], [14, 16, 22], [-2.6, 0.4, 0]),
  chinForward: push([0, 106, 0], [28, 20, 34], [0, -0.5, -3.2]),
  cheekFullness: sum(
    push([-50, 55, 18], [18, 24, 26], [-3.4, 0, -2.4]),
    push([-30, 104, 34], [26, 14, 30], [-1.2, 2.8, 0]),
    push([0, 128, 45], [42, 18, 32], [0, 3, -3]),
  ),
  cheekbones: push([-52, 20, 10], [16, 13, 22], [-2.2, 0, -2.4]),
  foreheadHeight: ([, y]) => [0, y < -25 ? 0.07 * (y + 25) : 0, 0],
  foreheadSlope: ([, y, z]) => [0, 0, z < 40 ? 3.2 * ramp(-20, -80, y) * ramp(60, 10, z) : 0],
  templeWidth: push([-68, -35, 35], [22, 26, 34], [-3, 0, 0]),
  browRidge: push([-28, -17, -10], [24, 9, 14], [0, 0.4, -2]),
  browHeight: push([-36, -24, -6], [26, 11, 22], [0, -2.6, 0]),
  browTilt: sum(push([-56, -18, 2], [14, 12, 20], [0, -2.2, 0]), push([-14, -18, -16], [12, 11, 20], [0, 1.8, 0])),
  browSpacing: push([-13, -18, -17], [11, 9, 16], [-2, 0, 0]),
  eyeSize: sum(push([-45, 0, 0], [8, 9, 14], [-1.2, 0, 0]), push([-20, 1, -5], [7, 8, 12], [0.8, 0, 0])),
  eyeOpening: sum(push([-33, -5, -5], [13, 4, 12], [0, -0.8, 0]), push([-33, 4, -5], [13, 3.6, 12], [0, 0.4, 0])),
  eyeSpacing: ([x, y, z]) => {
    const w = Math.exp(-0.5 * (((Math.abs(x) - 32) / 19) ** 2 + (y / 16) ** 2 + ((z - 2) / 26) ** 2));
    return [1.5 * Math.sign(x) * w * ramp(0, 14, Math.abs(x)), 0, 0];
  },
  eyeHeight: push([-32, 0, 0], [24, 14, 28], [0, 1.6, 0]),
  eyeTilt: sum(push([-46, 0, 0], [9, 10, 16], [0, -1.5, 0]), push([-19, 2, -5], [7, 8, 14], [0, 0.6, 0])),
  eyeDepth: push([-32, -2, 0], [20, 13, 26], [0, 0, 1.4]),
  noseWidth: push([-15, 41, -21], [8, 9, 14], [-2, 0, 0.3]),
  noseLength: sum(push([0, 42, -28], [22, 12, 30], [0, 3.2, 0]), push([0, 24, -30], [16, 12, 26], [0, 1.3, 0])),
  noseForward: push([0, 33, -34], [12, 15, 16], [0, 0, -2.6]),
  noseBridge: push([0, 6, -20], [9, 15, 14], [0, 0, -2.4]),
  bridgeWidth: push([-8, 10, -14], [6, 17, 14], [-1.3, 0, 0]),
  noseTip: push([0, 37, -36], [11, 8, 14], [0, -2.4, 0]),
  nostrils: push([-12, 40, -20], [7, 6, 10], [-0.5, -1.2, -0.6]),
  philtrum: push([0, 68, -16], [40, 17, 34], [0, 2.2, 0]),
  mouthWidth: ([x, y, z]) => {
    const w = Math.exp(-0.5 * (((Math.abs(x) - 26) / 15) ** 2 + ((y - 68) / 14) ** 2 + ((z + 6) / 26) ** 2));
    return [2.3 * Math.sign(x) * w * ramp(0, 18, Math.abs(x)), 0, 0];
  },
  mouthForward: push([0, 70, -18], [24, 16, 24], [0, 0, -2.2]),
  upperLip: push([0, 61, -22], [19, 4.4, 16], [0, -1.7, -0.6]),
  lowerLip: push([0, 81.5, -20], [20, 5.4, 16], [0, 1.8, -0.6]),
  cupidBow: sum(push([-7.5, 60, -23], [5, 3.6, 12], [0, -0.9, 0]), push([0, 62, -24], [3.4, 3.4, 12], [0, 0.6, 0])),
  mouthTilt: push([-27, 67, -4], [9, 9, 16], [0, -1.4, 0]),
  neckWidth: ([x, y, z]) => {
    const w = ramp(105, 150, y) * 0.07;
    return [w * x, 0, w * (z - 100) * 0.6];
  },
  eyeBags: push([-33, 12, -8], [13, 5, 12], [0, 0.5, -1]),
  cheekSag: sum(
    push([-26, 56, -6], [8, 14, 14], [-0.8, 1.2, -1.3]),
    push([-40, 92, 24], [13, 13, 22], [-1.2, 2.2, -0.8]),
  ),
};

export const IDENTITY_NAMES = [
  'faceWidth',
  'faceHeight',
  'headDepth',
  'jawWidth',
  'jawHeight',
  'chinWidth',
  'chinForward',
  'cheekFullness',
  'cheekbones',
  'foreheadHeight',
  'foreheadSlope',
  'templeWidth',
  'browRidge',
  'browHeight',
  'browTilt',
  'browSpacing',
  'eyeSize',
  'eyeOpening',
  'eyeSpacing',
  'eyeHeight',
  'eyeTilt',
  'eyeDepth',
  'noseWidth',
  'noseLength',
  'noseForward',
  'noseBridge',
  'bridgeWidth',
  'noseTip',
  'nostrils',
  'philtrum',
  'mouthWidth',
  'mouthForward',
  'upperLip',
  'lowerLip',
  'cupidBow',
  'mouthTilt',
  'neckWidth',
  'eyeBags',
  'cheekSag',
] as const;
export type IdentityName = (typeof IDENTITY_NAMES)[number];
