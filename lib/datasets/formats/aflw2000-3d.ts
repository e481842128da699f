import type { Annotation } from '@/lib/landmarks/annotation';
import { type ImagePoint, imagePoint } from '@/lib/landmarks/geometry';
import { IBUG_68 } from '@/lib/landmarks/scheme';
import { Mat5Error, type MatArray, parseMat5 } from '../mat5';
import { formatMat5 } from '../mat5-write';
import type { Pose } from '../sample';
import { type BesideLayout, type FaceLabel, findLabels, readBeside } from './beside';
import { writeBeside } from './beside-write';
import { type DatasetFormat, DatasetFormatError, throwProblem } from './format';

/** AFLW2000-3D (Zhu et al., CVPR 2016): `imageNNNNN.jpg` beside `imageNNNNN.mat` (MATLAB 5). */
const layout: BesideLayout = {
  format: 'aflw2000-3d',
  labelSuffix: '.mat',
  maxLabelBytes: 16 * 1024 * 1024,
  parse: parseAflwMat,
};

/**
 * `pt3d_68` [3 × 68] rows x, y, z in px of the image; `Pose_Para` [1 × 7] pitch, yaw, roll in radians, translation, scale.
 *
 * - x and y were written by MATLAB, which counts from 1, but every published number takes them as they are: so do we.
 * - z grows towards the camera (the nose tip stands 54 to 172 px above the ears), ours away from it: negated.
 * - pitch > 0 lifts the nose and yaw > 0 turns it to the image's left in the source: both negated. Roll is clockwise in both.
 * - `roi` lies in the photo before it was cut out, so it is no box of this image.
 *
 * @throws DatasetFormatError
 */
export function parseAflwMat(bytes: Uint8Array, file: string): FaceLabel {
  const { count } = IBUG_68;
  const fail = (reason: string, cause?: unknown) =>
    new DatasetFormatError({ format: layout.format, file, reason }, { cause });
  let arrays: ReadonlyMap<string, MatArray>;
  try {
    arrays = parseMat5(bytes);
  } catch (cause) {
    if (cause instanceof Mat5Error) throw fail(cause.message, cause);
    throw cause;
  }
  const landmarks = arrays.get('pt3d_68');
  if (!landmarks) throw fail(`expected a variable pt3d_68, found ${[...arrays.keys()].join(', ') || 'none'}`);
  const [rows, columns] = landmarks.dimensions;
  if (landmarks.dimensions.length !== 2 || rows !== 3) {
    throw fail(`expected pt3d_68 of 3×${count}, found ${landmarks.dimensions.join('×')}`);
  }
  if (columns !== count) throw fail(`expected ${count} landmarks, found ${columns}`);

  const points: ImagePoint[] = [];
  const z: number[] = [];
  for (let i = 0; i < count; i++) {
    const [x, y, depth] = landmarks.values.subarray(3 * i, 3 * i + 3);
    if (!Number.isFinite(x) || !Number.isFinite(y) || !Number.isFinite(depth)) {
      throw fail(`expected finite numbers, found landmark ${i} at (${x}, ${y}, ${depth})`);
    }
    points.push(imagePoint(x, y));
    z.push(0 - depth); // not −depth, which makes −0 of 0
  }
  const annotation = { scheme: IBUG_68.id, points, z, visibility: null };
  const pose = arrays.get('Pose_Para');
  return pose ? { annotation, pose: parsePose(pose, fail) } : { annotation };
}

function parsePose({ values }: MatArray, fail: (reason: string) => DatasetFormatError): Pose {
  const [pitch, yaw, roll] = values;
  if (values.length !== 7 || ![pitch, yaw, roll].every(Number.isFinite)) {
    throw fail(`expected Pose_Para of 7 finite numbers, found ${values.join(' ') || 'none'}`);
  }
  return { pitchRad: 0 - pitch, yawRad: 0 - yaw, rollRad: roll };
}

/**
 * Inverse of `parseAflwMat` to the last bit, in doubles. A set without depth gets 0. Without a pose there is no `Pose_Para`;
 * its translation and scale, which nobody here knows, are 0 and 1. Pupils are left out.
 *
 * @param annotation no landmark missing
 */
export function formatAflwMat({ annotation, pose }: { annotation: Annotation; pose: Pose | null }): Uint8Array {
  const { points, z } = annotation;
  const landmarks = points.slice(0, IBUG_68.count).flatMap(([x, y], i) => [x, y, 0 - (z?.[i] ?? 0)]);
  const arrays = new Map([['pt3d_68', { dimensions: [3, IBUG_68.count], values: Float64Array.from(landmarks) }]]);
  if (pose) {
    const values = Float64Array.of(0 - pose.pitchRad, 0 - pose.yawRad, pose.rollRad, 0, 0, 0, 1);
    arrays.set('Pose_Para', { dimensions: [1, 7], values });
  }
  return formatMat5(arrays);
}

export const aflw20003d: DatasetFormat = {
  id: layout.format,
  title: 'AFLW2000-3D (.jpg + MATLAB 5 .mat, 68 landmarks in 3D, pose)',
  async detect(files) {
    const { paired, any } = await findLabels(files, layout);
    if (!any) return 'no';
    if (paired.length === 0) return 'possible';
    try {
      parseAflwMat(await files.read(paired[0], layout.maxLabelBytes), paired[0]);
      return 'certain';
    } catch (problem) {
      if (problem instanceof DatasetFormatError) return 'possible'; // .mat files of another kind, or the first is broken
      throw problem;
    }
  },
  read: (files, report) => readBeside(files, layout, report),
  precisionPx: 0,
  write: (samples, sink, report = throwProblem) =>
    writeBeside(samples, sink, { ...layout, scheme: IBUG_68, formatFace: formatAflwMat }, report),
};
