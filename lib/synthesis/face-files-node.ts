import sharp from 'sharp';
import { encodePng } from '@/lib/image/decode-node';
import { faceFileNames, formatDetails, formatLandmarks } from './file-layout';
import type { JawConvention } from './jaw';
import type { SyntheticFace } from './render-face';

export interface FaceFileOptions {
  readonly jaw?: JawConvention;
  /** false leaves the class map out */
  readonly segmentation?: boolean;
}

/**
 * The files of one face in Face Synthetics' layout (see file-layout), pictures encoded: RGB, and one channel of class ids.
 *
 * @param index 0-based number of the face in its set
 */
export async function syntheticFaceFiles(
  face: SyntheticFace,
  index: number,
  { jaw = 'projected', segmentation = true }: FaceFileOptions = {},
): Promise<[file: string, content: Uint8Array | string][]> {
  const names = faceFileNames(index);
  return [
    [names.image, await encodePng(face.image)],
    [names.landmarks, formatLandmarks(face, jaw)],
    ...(segmentation ? [[names.segmentation, await encodeClasses(face)] as [string, Uint8Array]] : []),
    [names.details, formatDetails(face, jaw)],
  ];
}

async function encodeClasses({ image: { width, height }, segmentation }: SyntheticFace): Promise<Uint8Array> {
  const picture = sharp(segmentation, { raw: { width, height, channels: 1 } }).toColourspace('b-w');
  return new Uint8Array(await picture.png().toBuffer());
}
