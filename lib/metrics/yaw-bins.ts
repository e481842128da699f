/**
 * AFLW2000-3D's bins of |yaw| in degrees (Zhu et al., CVPR 2016; 3DDFA benchmark_aflw2000.py): up to 30, over 30 to 60,
 * over 60. The number reported is the *unweighted* mean of the bins, its Std that of the bins' means.
 */
export const YAW_BINS = [
  { bin: '0–30°', toDeg: 30 },
  { bin: '30–60°', toDeg: 60 },
  { bin: '60–90°', toDeg: Infinity },
] as const;

/** @returns index into YAW_BINS; the ends belong to the lower bin */
export function yawBinOf(yawDeg: number): number {
  const turn = Math.abs(yawDeg);
  return YAW_BINS.findIndex(({ toDeg }) => turn <= toDeg);
}
