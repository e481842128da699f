import { type CropFrame, toImage } from '@/lib/image/crop';
import { type Box, boundingBox, type ImagePoint } from '@/lib/landmarks/geometry';
import type { BlazeFaceOutputs } from './network';

/** BlazeFace's keypoints in its order; right and left are the subject's own, so the right eye comes first from the left. */
export const KEYPOINTS = ['right-eye', 'left-eye', 'nose-tip', 'mouth', 'right-ear', 'left-ear'] as const;

/** A face as the network sees it. */
export interface FaceCandidate {
  /** brows to chin and ear to ear, image px */
  readonly box: Box;
  /** [6] in the order of KEYPOINTS, image px; ears turned away lie where they would show through */
  readonly keypoints: readonly ImagePoint[];
  /** 0–1 */
  readonly score: number;
}

/** Numbers of an anchor: box centre, box size, keypoints. */
const STRIDE = 4 + 2 * KEYPOINTS.length;

const sigmoid = (logit: number): number => 1 / (1 + Math.exp(-logit));

/**
 * The anchors that score enough, brought to the image.
 *
 * @param centres of the anchors, network px from the corner
 * @param frame   where the network's input lies in the image
 */
export function decodeFaces(
  { regressors, logits }: BlazeFaceOutputs,
  centres: Float32Array,
  frame: CropFrame,
  minScore: number,
): FaceCandidate[] {
  const faces: FaceCandidate[] = [];
  logits.forEach((logit, anchor) => {
    const score = sigmoid(logit);
    if (score < minScore) return;
    // the network counts from the input's corner, frames from the centre of its first pixel
    const anchorX = centres[2 * anchor] - 0.5;
    const anchorY = centres[2 * anchor + 1] - 0.5;
    const numbers = regressors.subarray(anchor * STRIDE, (anchor + 1) * STRIDE);
    const point = (x: number, y: number) => toImage(frame, [anchorX + x, anchorY + y]);
    const [x, y, width, height] = numbers;
    faces.push({
      box: boundingBox([point(x - width / 2, y - height / 2), point(x + width / 2, y + height / 2)]),
      keypoints: KEYPOINTS.map((_, i) => point(numbers[4 + 2 * i], numbers[5 + 2 * i])),
      score,
    });
  });
  return faces;
}
