import type { JawConvention } from './jaw';
import { annotationOf } from './jaw';
import type { SyntheticFace } from './render-face';

/** Names of the files of one face in Face Synthetics' layout, with our JSON beside them. */
export interface FaceFileNames {
  readonly image: string;
  readonly segmentation: string;
  readonly landmarks: string;
  readonly details: string;
}

/** @param index 0-based number of the face in its set, written with six digits */
export function faceFileNames(index: number): FaceFileNames {
  const stem = String(index).padStart(6, '0');
  return {
    image: `${stem}.png`,
    segmentation: `${stem}_seg.png`,
    landmarks: `${stem}_ldmks.txt`,
    details: `${stem}.json`,
  };
}

/** Text of `_ldmks.txt`: 70 lines `x y`, px with 0-based pixel centres, three decimals. */
export const formatLandmarks = (face: SyntheticFace, jaw: JawConvention = 'projected'): string =>
  annotationOf(face, jaw)
    .points.map(([x, y]) => `${x.toFixed(3)} ${y.toFixed(3)}\n`)
    .join('');

/**
 * JSON with what the text file cannot hold: depth, visibility, the jaw of either convention, 3D points, camera, parameters.
 *
 * @param jaw the convention of the text file, of the depth and of the visibility
 */
export function formatDetails(face: SyntheticFace, jaw: JawConvention = 'projected'): string {
  const { annotation, outlineJaw, points3d, camera, parameters } = face;
  const { scheme, z, visibility } = annotationOf(face, jaw);
  const round = (value: number) => Number(value.toFixed(4));
  const roundAll = (points: readonly (readonly number[])[]) => points.map((point) => point.map(round));
  return `${JSON.stringify({
    scheme,
    jaw,
    z: z?.map(round),
    visibility,
    projectedJaw: roundAll(annotation.points.slice(0, outlineJaw.length)),
    outlineJaw: roundAll(outlineJaw),
    points3d: roundAll(points3d),
    camera,
    parameters,
  })}\n`;
}
