import sharp from 'sharp';
import { encodePng } from '@/lib/image/decode-node';
import { faceFileNames, formatDetails, formatLandmarks } from './file-layout';
import type { SyntheticFace } from './render-face';

/**
 * The files of one face in Face Synthetics' layout (see file-layout), pictures encoded: RGB, and one channel of class ids.
 *
 * @param index 0-based number of the face in its set
 */
export async function syntheticFaceFiles(
  face: SyntheticFace,
  index: number,
): Promise<[file: string, content: Uint8Array | string][]> {
  const names = faceFileNames(index);
  const { width, height } = face.image;
  const segmentation = sharp(face.segmentation, { raw: { width, height, channels: 1 } })
    .toColourspace('b-w')
    .png();
  return [
    [names.image, await encodePng(face.image)],
    [names.landmarks, formatLandmarks(face)],
    [names.segmentation, new Uint8Array(await segmentation.toBuffer())],
    [names.details, formatDetails(face)],
  ];
}
