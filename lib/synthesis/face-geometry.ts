import type { ImagePoint } from '@/lib/landmarks/geometry';
import { landmarks3d, outlineJaw } from './face-landmarks';
import { HEAD_PIVOT, type Vec3 } from './head/anatomy';
import { radians } from './head/deform';
import { type HeadShape, shapeHead } from './head/shape-head';
import type { FaceParameters } from './parameter-ranges';
import { gazeDirection, pupilCentre } from './parts/eyes';
import { type Camera, headRotation, SENSOR_WIDTH_MM } from './render/camera';

/** The camera that the parameters ask for, for an image of this size. */
export function cameraOf({ camera }: FaceParameters, size: number): Camera {
  const { focalLengthMm, distanceMm, yawDeg, pitchDeg, rollDeg, centreX, centreY } = camera;
  const rotation = headRotation(radians(pitchDeg), radians(yawDeg), radians(rollDeg));
  const focalPx = (focalLengthMm / SENSOR_WIDTH_MM) * size;
  const [px, py, pz] = HEAD_PIVOT;
  const turned = [0, 3, 6].map((row) => rotation[row] * px + rotation[row + 1] * py + rotation[row + 2] * pz);
  return {
    focalPx,
    cx: centreX * size - 0.5,
    cy: centreY * size - 0.5,
    rotation,
    translation: [-turned[0], -turned[1], distanceMm - turned[2]],
  };
}

/** A face before anything is drawn. */
export interface FaceGeometry {
  readonly shape: HeadShape;
  readonly camera: Camera;
  /** [70] head space, mm */
  readonly points3d: readonly Vec3[];
  /** [17] the jaw as the visible outline, image px */
  readonly outlineJaw: readonly ImagePoint[];
}

/** Head, camera and landmarks of these parameters in an image of this size; a millisecond or two. */
export function faceGeometry(parameters: FaceParameters, size: number): FaceGeometry {
  const { identity, detail, expression, eyes } = parameters;
  const shape = shapeHead({ identity, detail: detail.moves, expression, lids: eyes });
  const camera = cameraOf(parameters, size);
  const gaze = gazeDirection(eyes);
  const { rightEye, leftEye } = shape.anchors;
  return {
    shape,
    camera,
    points3d: landmarks3d(shape, pupilCentre(rightEye, gaze), pupilCentre(leftEye, gaze)),
    outlineJaw: outlineJaw(camera, shape),
  };
}
