import { IBUG_68 } from '@/lib/landmarks/scheme';
import { median } from '@/lib/metrics/statistics';
import { POINT_COUNT } from './quality-face';

/** Median of χ² with 2 degrees of freedom, 2·ln 2: what a squared distance of a sound landmark should have. */
const CHI2_MEDIAN = 2 * Math.LN2;
/** Bounds between yaw bins, degrees: left profile, half left, frontal, half right, right profile. */
const YAW_BOUNDS_DEG = [-45, -15, 15, 45] as const;
/** A bin with this many faces counts as much as the landmark's average over all yaws. */
const TRUSTED_COUNT = 30;

/** How hard each landmark is, by yaw: what its squared distances must be divided by to be comparable with others'. */
export interface Calibration {
  /** median squared distance over that of χ²₂; 1 where the model knows the spread exactly */
  factor(landmark: number, yawRad: number): number;
}

const binOf = (yawRad: number): number => {
  const yawDeg = (yawRad * 180) / Math.PI;
  return YAW_BOUNDS_DEG.filter((bound) => yawDeg >= bound).length;
};

/**
 * A hard jaw point is not suspect for being hard. Left and right share their numbers: landmark i at yaw ψ is landmark
 * mirror[i] at −ψ.
 *
 * @param squares one [68] a face, squared Mahalanobis distances; 0 where missing
 * @param yawRad  one a face
 */
export function calibrate(squares: readonly ArrayLike<number>[], yawRad: readonly number[]): Calibration {
  const bins = YAW_BOUNDS_DEG.length + 1;
  const seen = Array.from({ length: POINT_COUNT }, () => Array.from({ length: bins }, () => [] as number[]));
  for (const [face, values] of squares.entries()) {
    const bin = binOf(yawRad[face]);
    for (let i = 0; i < POINT_COUNT; i++) {
      if (values[i] === 0) continue;
      seen[i][bin].push(values[i]);
      seen[IBUG_68.mirror[i]][bins - 1 - bin].push(values[i]);
    }
  }
  const table = seen.map((byBin) => {
    const all = byBin.flat();
    const overall = all.length > 0 ? median(all) / CHI2_MEDIAN : 1;
    return byBin.map((values) => {
      const own = values.length > 0 ? median(values) / CHI2_MEDIAN : overall;
      const factor = (own * values.length + overall * TRUSTED_COUNT) / (values.length + TRUSTED_COUNT);
      return Math.max(factor, 1e-6);
    });
  });
  return { factor: (landmark, yaw) => table[landmark][binOf(yaw)] };
}

/**
 * How far out each value of a statistic lies, in standard deviations of the sound faces' values: middle and spread come
 * from the body of the distribution, which a tenth of faulty faces does not reach (an empirical null, Efron 2004).
 *
 * @param values positive; large is suspect
 * @returns one z a value; 0 for all when they do not differ
 */
export function deviations(values: readonly number[]): number[] {
  if (values.length === 0) return [];
  const logs = values.map((value) => Math.log(Math.max(value, Number.MIN_VALUE)));
  const sorted = [...logs].sort((a, b) => a - b);
  const quantile = (share: number) => sorted[Math.round(share * (sorted.length - 1))];
  const middle = quantile(0.5);
  // distances of the quartiles and of the 16 % quantile from the middle of a normal distribution
  const spread = Math.max(middle - quantile(0.16), (quantile(0.75) - middle) / 0.674);
  return logs.map((value) => (spread > 0 ? (value - middle) / spread : 0));
}

/** Evidence of a z-score against a prior of under 1 %: 0.01 up to z = 1, ½ at z ≈ 3.2, 0.97 at z = 4.1. */
export const probabilityOf = (z: number): number => 1 / (1 + Math.exp(5 - (Math.max(0, z) * Math.max(0, z)) / 2));
