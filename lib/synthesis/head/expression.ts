import type { Vec3 } from './anatomy';
import { type Displacement, push, pushOneSide, ramp, sum } from './deform';

/** The hinge of the lower jaw, a little before the ear, head space. */
const JAW_HINGE: Vec3 = [0, 26, 66];
/** radians of the widest opening (45 mm between the teeth) */
const JAW_OPEN_RAD = 0.4;

/** How far a point belongs to the lower jaw: 1 at the chin, 0 at the upper lip, the cheek between stretches. */
export function jawWeight([x, y, z]: Vec3): number {
  const b = Math.abs(x);
  const lipLine = 69.2 + 0.1 * b - Math.max(0, z - 5) * 0.35;
  const soft = 1.2 + Math.max(0, b - 20) * 1.1 + Math.max(0, z + 4) * 0.55;
  const lower = ramp(lipLine - soft, lipLine + soft, y);
  // the lower lip hangs between its corners, so the mouth opens round
  const hang = 1 - 0.5 * ramp(6, 30, b) * Math.exp(-(((y - 71) / 15) ** 2)) * ramp(30, 10, z);
  const behind = ramp(86, 34, z);
  const neck = ramp(165, 112, y + Math.max(0, z) * 0.3);
  return lower * hang * behind * neck;
}

const mouthNarrows = push([-27, 68, -4], [9, 10, 14], [4, 3, -1]);

/** Linear in the amount: the chord of the hinge's turn, right to 2 mm at full opening. */
const jawOpen: Displacement = (p) => {
  const w = jawWeight(p);
  const y = p[1] - JAW_HINGE[1];
  const z = p[2] - JAW_HINGE[2];
  const c = Math.cos(JAW_OPEN_RAD);
  const s = Math.sin(JAW_OPEN_RAD);
  const [nx, ny, nz] = mouthNarrows(p);
  return [nx, w * (y * c - z * s - y) + ny, w * (y * s + z * c - z) * 0.8 + nz];
};

const atLip = (y: number, x: number, upper: boolean): number =>
  upper ? ramp(70.4, 67.8, y - 0.05 * Math.abs(x)) : ramp(68.6, 71.2, y - 0.05 * Math.abs(x));

/** How far each lip travels to close the template's open mouth, mm. */
const lipsClosed: Displacement = ([x, y, z]) => {
  const b = Math.abs(x) / 24.4;
  const gap = 2.55 * Math.max(0, 1 - b * b * 0.95 * Math.min(b, 1)) * ramp(14, 0, z);
  if (b > 1.15) return [0, 0, 0];
  const near = Math.exp(-0.5 * ((y - 69.3) / 6.5) ** 2);
  return [0, (atLip(y, x, true) - atLip(y, x, false)) * gap * near, 0];
};

const lift = (y: number, amount: number) => atLip(y, 0, true) * amount;

/** Expression: displacement for a parameter at 1, head space, after the facial action coding system's units. */
export const EXPRESSION: Readonly<Record<ExpressionName, Displacement>> = {
  jawOpen,
  lipsClosed,
  smile: sum(
    push([-27, 67, -4], [11, 11, 18], [-5.6, -5.4, 3.2]),
    push([-46, 42, 0], [16, 15, 22], [-1.8, -4.2, -3]),
    push([-34, 9, -6], [14, 6, 16], [0, -1.3, -0.6]),
    push([0, 62, -23], [15, 9, 16], [0, -1.2, 2]),
    push([0, 76, -20], [15, 9, 16], [0, 0.8, 1.6]),
    push([-15, 42, -22], [7, 7, 12], [-1.5, -0.4, 0.4]),
  ),
  mouthDown: sum(push([-27, 68, -3], [10, 10, 16], [-0.6, 4, 1]), push([0, 96, -6], [14, 9, 16], [0, -1.8, -1])),
  pucker: sum(
    push([-27, 67, -4], [12, 11, 18], [9, 0.6, -4.5]),
    push([0, 69, -22], [15, 13, 18], [0, 0, -5]),
    push([-14, 69, -16], [9, 12, 16], [2.2, 0, -3]),
  ),
  stretch: push([-28, 67, -3], [13, 12, 20], [-4.6, 0.6, 3.2]),
  upperLipRaise: ([x, y, z]) => {
    const w = Math.exp(-0.5 * ((x / 19) ** 2 + ((y - 63) / 8) ** 2 + ((z + 20) / 18) ** 2));
    return [0, -5 * w * lift(y, 1), -0.6 * w];
  },
  lowerLipDrop: ([x, y, z]) => {
    const w = Math.exp(-0.5 * ((x / 19) ** 2 + ((y - 77) / 9) ** 2 + ((z + 18) / 18) ** 2));
    return [0, 5 * w * atLip(y, x, false), -0.5 * w];
  },
  lipPress: ([x, y, z]) => {
    const w = Math.exp(-0.5 * ((x / 24) ** 2 + ((y - 69.4) / 8) ** 2 + ((z + 18) / 18) ** 2));
    return [0, -0.28 * (y - 69.4) * w, 2.4 * w];
  },
  browRaise: sum(
    push([-38, -22, -8], [26, 11, 22], [0, -6, 0]),
    push([0, -40, -12], [40, 14, 22], [0, -2, 0]),
    push([-34, -9, -6], [17, 4, 16], [0, -1.4, 0]),
  ),
  innerBrowRaise: push([-15, -19, -16], [12, 10, 18], [0.6, -5, 0]),
  browLower: sum(
    push([-15, -18, -16], [13, 9, 18], [2.6, 4.4, -0.6]),
    push([-42, -20, -4], [16, 10, 20], [0.6, 2.2, 0]),
  ),
  noseWrinkle: sum(push([-14, 40, -22], [9, 9, 14], [-1, -2.4, 0.2]), push([-12, 58, -18], [12, 8, 14], [0, -1.8, 0])),
  cheekPuff: push([-42, 62, 2], [17, 17, 22], [-5.5, 0, -4.5]),
  mouthRight: sum(
    pushOneSide([0, 69, -18], [30, 14, 28], [-5, 0, 0]),
    pushOneSide([-27, 67, -4], [10, 10, 18], [-1.5, -1.8, 1]),
  ),
  smirk: pushOneSide([-27, 67, -4], [11, 11, 18], [-3.2, -3.4, 2]),
  browAsymmetry: pushOneSide([-38, -21, -6], [22, 11, 22], [0, -4, 0]),
  jawRight: (p) => [-6 * jawWeight(p), 0, 0],
  jawForward: (p) => [0, 0, -4 * jawWeight(p)],
};

export const EXPRESSION_NAMES = [
  'jawOpen',
  'lipsClosed',
  'smile',
  'mouthDown',
  'pucker',
  'stretch',
  'upperLipRaise',
  'lowerLipDrop',
  'lipPress',
  'browRaise',
  'innerBrowRaise',
  'browLower',
  'noseWrinkle',
  'cheekPuff',
  'mouthRight',
  'smirk',
  'browAsymmetry',
  'jawRight',
  'jawForward',
] as const;
export type ExpressionName = (typeof EXPRESSION_NAMES)[number];
