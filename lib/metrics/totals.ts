import { mean } from './statistics';

/**
 * Share of images whose error is strictly below the threshold (the seed report's SR), 0–1.
 *
 * @param errors one a image, same unit as the threshold
 */
export const successRate = (errors: readonly number[], threshold: number): number =>
  mean(errors.map((error) => (error < threshold ? 1 : 0)));

/** Share of images with NME ≤ x: one point of the cumulative error distribution, 0–1. */
export const cumulativeShare = (nmes: readonly number[], x: number): number =>
  mean(nmes.map((nme) => (nme <= x ? 1 : 0)));

/**
 * Area under the cumulative error distribution up to alpha, divided by alpha; in percent.
 * Exact: (1/α)·∫₀^α CED(x) dx = mean of max(0, 1 − NME/α), so no curve is sampled.
 *
 * @param nmes  percent, one a image
 * @param alpha percent; 8 for 300-W
 */
export const areaUnderCurve = (nmes: readonly number[], alpha: number): number =>
  100 * mean(nmes.map((nme) => Math.max(0, 1 - nme / alpha)));

/** Share of images with NME > alpha, in percent. */
export const failureRate = (nmes: readonly number[], alpha: number): number =>
  100 * mean(nmes.map((nme) => (nme > alpha ? 1 : 0)));
