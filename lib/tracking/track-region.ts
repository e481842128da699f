import type { FaceBox } from '@/lib/image/crop';
import { boundingBox, centroid, imagePoint } from '@/lib/landmarks/geometry';
import { IBUG_68, regionIndices } from '@/lib/landmarks/scheme';

/** Where to crop a face: the tight box of its landmarks, upright in a frame turned by angleRad about its centre. */
export interface TrackRegion {
  readonly box: FaceBox;
  /** clockwise: 0 where the eyes are level */
  readonly angleRad: number;
}

const RIGHT_EYE = regionIndices(IBUG_68, 'right-eye');
const LEFT_EYE = regionIndices(IBUG_68, 'left-eye');

type Points = readonly (readonly [number, number])[];

/** Angle of the line through the eyes. @param points [68] */
export function eyeAngle(points: Points): number {
  const [rightX, rightY] = centroid(RIGHT_EYE.map((i) => points[i]));
  const [leftX, leftY] = centroid(LEFT_EYE.map((i) => points[i]));
  return Math.atan2(leftY - rightY, leftX - rightX);
}

/**
 * The next frame's crop from the landmarks of the last one, as MediaPipe does it.
 *
 * @param points [68] image px
 * @param turns  whether the crop follows the head's tilt; the report's own crop stays upright
 */
export function regionOf(points: Points, turns: boolean): TrackRegion {
  const angleRad = turns ? eyeAngle(points) : 0;
  const cos = Math.cos(angleRad);
  const sin = Math.sin(angleRad);
  const { x, y, width, height } = boundingBox(points.map(([px, py]) => [cos * px + sin * py, cos * py - sin * px]));
  const centreX = x + width / 2;
  const centreY = y + height / 2;
  const [cx, cy] = imagePoint(cos * centreX - sin * centreY, sin * centreX + cos * centreY);
  return {
    box: { x: cx - width / 2, y: cy - height / 2, width, height, centroid: centroid(points) },
    angleRad,
  };
}
