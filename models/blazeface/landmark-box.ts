import type { FaceBox } from '@/lib/image/crop';
import { type ImagePoint, imagePoint } from '@/lib/landmarks/geometry';
import type { DetectedFace } from './detector';
import type { DetectorMode } from './modes';

/** A face's box as ground truth has it, upright in a frame turned by angleRad about the box's centre. */
export interface LandmarkBox {
  readonly box: FaceBox;
  /** clockwise */
  readonly angleRad: number;
}

/**
 * Linear maps from keypoints to the landmarks' box, both measured from the centre of the detector's box, along the eyes
 * and across them, in widths of the detector's box. What lies along the eyes changes its sign in a mirror and may only
 * depend on what does so too; the rest does not.
 */
interface BoxMap {
  /** of [eyes.x, ears.x, nose.x, mouth.x] */
  readonly centreX: readonly number[];
  readonly centroidX: readonly number[];
  /** of [1, eyes.y, eye distance, ear distance, mouth.y] */
  readonly centreY: readonly number[];
  readonly width: readonly number[];
  readonly height: readonly number[];
  readonly centroidY: readonly number[];
}

/**
 * Fitted by iteratively reweighted least squares to the tight boxes of 68 labelled landmarks on 642 faces (AFW, HELEN,
 * LFPW, Face Synthetics, dlib, AFLW2000-3D), each shown to the network at several sizes: 16–64 network px close-up,
 * 10–90 distant. Left-out fifths of the images, close-up and distant: mean overlap with the true box 0.85 and 0.83
 * (0.88 and 0.87 for faces of 45 network px and more; a fixed offset and scale reach 0.83 and 0.75); median error of the
 * centre 3.5 % and 4.3 %, of the longer side 4.3 % and 4.9 %, in parts of that side.
 */
const BOX_MAPS: Readonly<Record<DetectorMode, BoxMap>> = {
  'close-up': {
    centreX: [1.758, -0.254, -1.839, 1.083],
    centroidX: [-0.15, 0.207, 0.532, 0.2],
    centreY: [0.018, 0.237, -0.049, 0.033, 0.4],
    width: [0.303, -0.805, -1.063, 0.91, 0.432],
    height: [0.185, -1.603, -0.996, 0.696, 0.765],
    centroidY: [0.006, 0.324, -0.24, 0.102, 0.436],
  },
  distant: {
    centreX: [-0.861, 1.185, 1.241, -0.611],
    centroidX: [-1.273, 0.862, 1.817, -0.535],
    centreY: [0.131, 0.49, -0.353, 0.214, 0.074],
    width: [0.479, -0.385, -0.973, 0.835, 0.151],
    height: [0.535, -1.018, -0.507, 0.409, 0.068],
    centroidY: [0.059, 0.49, -0.493, 0.286, 0.188],
  },
};

/** Sides of the true boxes in the fit, in widths of the detector's box: keypoints of a wild guess must not lead further. */
const SIDE_RANGE = [0.5, 1.3] as const;

/**
 * What the landmarks' tight box is likely to be, so that a crop made from it is like those of the training.
 *
 * @param mode that found the face: the two networks draw their boxes differently
 */
export function landmarkBox({ box, keypoints, angleRad }: DetectedFace, mode: DetectorMode): LandmarkBox {
  const unit = box.width;
  const cos = Math.cos(angleRad);
  const sin = Math.sin(angleRad);
  const originX = box.x + box.width / 2;
  const originY = box.y + box.height / 2;
  const toFace = ([x, y]: ImagePoint): [number, number] => {
    const dx = (x - originX) / unit;
    const dy = (y - originY) / unit;
    return [cos * dx + sin * dy, cos * dy - sin * dx];
  };
  const toImage = (u: number, v: number): ImagePoint =>
    imagePoint(originX + unit * (cos * u - sin * v), originY + unit * (sin * u + cos * v));

  const [rightEye, leftEye, nose, mouth, rightEar, leftEar] = keypoints.map(toFace);
  const across = [(rightEye[0] + leftEye[0]) / 2, (rightEar[0] + leftEar[0]) / 2, nose[0], mouth[0]];
  const along = [1, (rightEye[1] + leftEye[1]) / 2, leftEye[0] - rightEye[0], leftEar[0] - rightEar[0], mouth[1]];
  const map = BOX_MAPS[mode];
  const width = unit * clampSide(dot(map.width, along));
  const height = unit * clampSide(dot(map.height, along));
  const [x, y] = toImage(dot(map.centreX, across), dot(map.centreY, along));
  const centroid = toImage(dot(map.centroidX, across), dot(map.centroidY, along));
  return { box: { x: x - width / 2, y: y - height / 2, width, height, centroid }, angleRad };
}

const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, value, i) => sum + value * b[i], 0);

const clampSide = (side: number): number => Math.min(Math.max(side, SIDE_RANGE[0]), SIDE_RANGE[1]);
