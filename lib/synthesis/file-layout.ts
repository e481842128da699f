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
export const formatLandmarks = ({ annotation }: SyntheticFace): string =>
  annotation.points.map(([x, y]) => `${x.toFixed(3)} ${y.toFixed(3)}\n`).join('');

/** JSON with what the text file cannot hold: depth, visibility, the outline jaw, 3D points, camera, parameters. */
export function formatDetails({ annotation, outlineJaw, points3d, camera, parameters }: SyntheticFace): string {
  const round = (value: number) => Number(value.toFixed(4));
  return `${JSON.stringify({
    scheme: annotation.scheme,
    z: annotation.z?.map(round),
    visibility: annotation.visibility,
    outlineJaw: outlineJaw.map((point) => point.map(round)),
    points3d: points3d.map((point) => point.map(round)),
    camera,
    parameters,
  })}\n`;
}
