/** [K] distance, image px; null where the landmark is not annotated */
type Distances = readonly (number | null)[];

/**
 * How many landmarks lie within a share of the normaliser: PCK@t is their number over all images divided by the number
 * of annotated landmarks over all images (METRICS "PCK@t": a share of points, not a mean over images).
 *
 * @param threshold share of the normaliser, such as 0.05; a landmark at the threshold itself counts
 */
export const countWithin = (distances: Distances, normaliser: number, threshold: number): number =>
  distances.reduce<number>((count, d) => (d !== null && d / normaliser <= threshold ? count + 1 : count), 0);

/**
 * How far people's own labels of each landmark scatter, as a share of √area: COCO-WholeBody's 68 face points (Jin et al.,
 * ECCV 2020; github.com/jin-s13/COCO-WholeBody evaluation/myeval_wholebody.py), in iBUG order.
 */
export const FACE_SIGMAS: readonly number[] = [
  ...[
    0.042, 0.043, 0.044, 0.043, 0.04, 0.035, 0.031, 0.025, 0.02, 0.023, 0.029, 0.032, 0.037, 0.038, 0.043, 0.041, 0.045,
  ],
  ...[0.013, 0.012, 0.011, 0.011, 0.012], // right brow
  ...[0.012, 0.011, 0.011, 0.013, 0.015], // left brow
  ...[0.009, 0.007, 0.007, 0.007, 0.012, 0.009, 0.008, 0.016, 0.01], // nose
  ...[0.017, 0.011, 0.009, 0.011, 0.009, 0.007], // right eye
  ...[0.013, 0.008, 0.011, 0.012, 0.01, 0.034], // left eye
  ...[0.008, 0.008, 0.009, 0.008, 0.008, 0.007, 0.01, 0.008, 0.009, 0.009, 0.009, 0.007], // outer lip
  ...[0.007, 0.008, 0.011, 0.008, 0.008, 0.008, 0.01, 0.008], // inner lip
];

/**
 * Object keypoint similarity: mean over annotated landmarks of exp(−d² / (2·s²·κ²)), κ = 2σ.
 *
 * @param area s², image px²; COCO takes the segment's, we the labels' tight box
 * @returns 0–1
 * @throws RangeError when no landmark is annotated
 */
export function objectKeypointSimilarity(
  distances: Distances,
  area: number,
  sigmas: readonly number[] = FACE_SIGMAS,
): number {
  let sum = 0;
  let count = 0;
  for (const [i, d] of distances.entries()) {
    if (d === null) continue;
    const kappa = 2 * sigmas[i];
    sum += Math.exp(-(d * d) / (2 * area * kappa * kappa));
    count++;
  }
  if (count === 0) throw new RangeError('objectKeypointSimilarity: expected at least one landmark, found 0');
  return sum / count;
}
