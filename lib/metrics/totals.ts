/**
 * Totals over images. `failures` are faces for which a model gave nothing (a detector that found none): they have no
 * error, count as images, and never succeed.
 */

/** How many of the values a predicate holds for. */
function countWhere(values: ArrayLike<number>, holds: (value: number) => boolean): number {
  let count = 0;
  for (let i = 0; i < values.length; i++) if (holds(values[i])) count++;
  return count;
}

/** How many images have an error strictly below the threshold. */
export const countBelow = (errors: ArrayLike<number>, threshold: number): number =>
  countWhere(errors, (error) => error < threshold);

/** How many images have an NME beyond alpha. */
export const countBeyond = (nmes: ArrayLike<number>, alpha: number): number => countWhere(nmes, (nme) => nme > alpha);

/**
 * Share of images whose error is strictly below the threshold (the seed report's SR), 0–1.
 *
 * @param errors one a image, same unit as the threshold
 */
export const successRate = (errors: ArrayLike<number>, threshold: number, failures = 0): number =>
  countBelow(errors, threshold) / requireImages(errors.length + failures);

/** Share of images with NME ≤ x: one point of the cumulative error distribution, 0–1. */
export const cumulativeShare = (nmes: ArrayLike<number>, x: number, failures = 0): number =>
  countWhere(nmes, (nme) => nme <= x) / requireImages(nmes.length + failures);

/** What one image adds to the area under the curve up to alpha: max(0, 1 − NME/α). */
export const areaOf = (nme: number, alpha: number): number => Math.max(0, 1 - nme / alpha);

/**
 * Area under the cumulative error distribution up to alpha, divided by alpha; in percent.
 * Exact: (1/α)·∫₀^α CED(x) dx = mean of max(0, 1 − NME/α), so no curve is sampled.
 *
 * @param nmes  percent, one a image
 * @param alpha percent; 8 for 300-W
 */
export function areaUnderCurve(nmes: ArrayLike<number>, alpha: number, failures = 0): number {
  let area = 0;
  for (let i = 0; i < nmes.length; i++) area += areaOf(nmes[i], alpha);
  return (100 * area) / requireImages(nmes.length + failures);
}

/** Share of images with NME > alpha, in percent. */
export const failureRate = (nmes: ArrayLike<number>, alpha: number, failures = 0): number =>
  (100 * (countBeyond(nmes, alpha) + failures)) / requireImages(nmes.length + failures);

function requireImages(count: number): number {
  if (count === 0) throw new RangeError('totals: expected at least one image, found 0');
  return count;
}
