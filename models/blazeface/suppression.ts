import { imagePoint, overlap } from '@/lib/landmarks/geometry';
import type { FaceCandidate } from './decode';

/** min_suppression_threshold of the package's NonMaxSuppressionCalculatorOptions, both modes. */
export const SUPPRESSION_OVERLAP = 0.3;

/**
 * BlazeFace's own non-maximum suppression: a face is the average, weighted by score, of all candidates that overlap its
 * best one, not the best one alone; that steadies boxes from frame to frame (Bazarevsky et al. 2019, section 3.4).
 *
 * @returns best first, each with its best candidate's score
 */
export function mergeOverlapping(
  candidates: readonly FaceCandidate[],
  threshold = SUPPRESSION_OVERLAP,
): FaceCandidate[] {
  const faces: FaceCandidate[] = [];
  let rest = candidates.toSorted((a, b) => b.score - a.score);
  while (rest.length > 0) {
    const [best] = rest;
    const isSame = (other: FaceCandidate) => other === best || overlap(best.box, other.box) > threshold;
    faces.push({ ...average(rest.filter(isSame)), score: best.score });
    rest = rest.filter((other) => !isSame(other));
  }
  return faces;
}

function average(candidates: readonly FaceCandidate[]): Pick<FaceCandidate, 'box' | 'keypoints'> {
  const total = candidates.reduce((sum, { score }) => sum + score, 0);
  const mean = (read: (candidate: FaceCandidate) => number) =>
    candidates.reduce((sum, candidate) => sum + candidate.score * read(candidate), 0) / total;
  return {
    box: {
      x: mean(({ box }) => box.x),
      y: mean(({ box }) => box.y),
      width: mean(({ box }) => box.width),
      height: mean(({ box }) => box.height),
    },
    keypoints: candidates[0].keypoints.map((_, i) =>
      imagePoint(
        mean(({ keypoints }) => keypoints[i][0]),
        mean(({ keypoints }) => keypoints[i][1]),
      ),
    ),
  };
}
