import 'server-only';
import { createHash } from 'node:crypto';
import sharp from 'sharp';
import type { InputSpec } from '@/lib/contracts/model-card';
import type { CropHeader, PhotoHeader } from '@/lib/contracts/prediction';
import { cropFrame, extractCrop, squareFrame } from '@/lib/image/crop';
import { decodeImage, encodePng, probeImage } from '@/lib/image/decode-node';
import { type FaceView, faceView } from '@/lib/image/face-view';
import type { RgbImage } from '@/lib/image/rgb-image';
import type { Annotation } from '@/lib/landmarks/annotation';
import type { Size } from '@/lib/landmarks/geometry';
import { groundTruthBox } from '@/lib/metrics/point-errors';
import { annotationFromJson } from './annotation-json';
import { database } from './database';
import { ImageCache } from './image-cache';
import { imageKey, storage } from './storage';
import { notFound, UserError } from './user-error';

export interface StoredImage extends Size {
  /** sha-256 of the bytes that came in */
  readonly id: string;
  readonly mediaType: string;
}

/** What browsers show; anything else that we can decode is kept as PNG. */
const SHOWN_TYPES = new Set(['image/jpeg', 'image/png', 'image/webp']);

/**
 * Checks that the bytes decode, and keeps them under their hash. Storing the same image again writes nothing.
 *
 * @param look is shown the pixels of an image that was not there yet
 * @throws ImageDecodeError for anything that is no picture
 */
export async function storeImage(bytes: Uint8Array, look?: (image: RgbImage) => void): Promise<StoredImage> {
  const { width, height, mediaType } = await probeImage(bytes);
  const id = createHash('sha256').update(bytes).digest('hex');
  const isShown = SHOWN_TYPES.has(mediaType);
  const key = imageKey(id);
  if ((await storage().size(key)) === null) {
    const image = await decodeImage(bytes);
    look?.(image);
    await storage().write(key, isShown ? bytes : await encodePng(image));
  }
  return { id, width, height, mediaType: isShown ? mediaType : 'image/png' };
}

export async function readImageBytes(imageId: string): Promise<{ bytes: Uint8Array<ArrayBuffer>; mediaType: string }> {
  const row = await database().image.findUnique({ where: { id: imageId } });
  const bytes = row && (await storage().read(imageKey(imageId)));
  if (!bytes) throw notFound('image', imageId);
  return { bytes, mediaType: row.mediaType };
}

const DECODED_LIMIT_BYTES = 64 * 1024 * 1024;

const decoded = new ImageCache(async (imageId) => {
  const bytes = await storage().read(imageKey(imageId));
  if (!bytes) throw notFound('image', imageId);
  return decodeImage(bytes);
}, DECODED_LIMIT_BYTES);

export const readImage = (imageId: string): Promise<RgbImage> => decoded.read(imageId);

export const sampleView = (annotation: Annotation | null, image: Size): FaceView =>
  faceView(annotation && groundTruthBox(annotation), image);

const THUMBNAIL_SIZES = [96, 192, 384, 768] as const;

const thumbnailKey = (sampleId: string, revision: number, size: number): string =>
  `thumbnails/${sampleId.slice(0, 2)}/${sampleId}-r${revision}-${size}.webp`;

/** Takes a sample's pictures off the disk, those of its earlier labels too. */
export async function dropThumbnails(sampleId: string, revision: number): Promise<void> {
  for (let at = 0; at <= revision; at++) {
    await Promise.all(THUMBNAIL_SIZES.map((size) => storage().remove(thumbnailKey(sampleId, at, size))));
  }
}

/** The tile's picture, made once a revision and size. */
export async function readThumbnail(
  sampleId: string,
  size: number,
): Promise<{ bytes: Uint8Array<ArrayBuffer>; revision: number }> {
  if (!THUMBNAIL_SIZES.some((known) => known === size)) {
    throw new UserError(400, `thumbnail: expected size ${THUMBNAIL_SIZES.join(', ')}, found ${size}`);
  }
  const sample = await database().sample.findUnique({ where: { id: sampleId }, include: { image: true } });
  if (!sample) throw notFound('sample', sampleId);
  const key = thumbnailKey(sampleId, sample.revision, size);
  const kept = await storage().read(key);
  if (kept) return { bytes: kept, revision: sample.revision };
  const view = sampleView(annotationFromJson(sample.annotation), sample.image);
  const frame = squareFrame(view.x + view.size / 2, view.y + view.size / 2, view.size, size);
  const crop = extractCrop(await readImage(sample.imageId), frame, { antialias: true, padding: 'edge' });
  const bytes = new Uint8Array(
    await sharp(crop.data, { raw: { width: size, height: size, channels: 3 } })
      .webp({ quality: 82 })
      .toBuffer(),
  );
  await storage().write(key, bytes);
  return { bytes, revision: sample.revision };
}

/** The network input of a labelled sample, cropped around its ground truth as the model's card asks. */
export async function readGroundTruthCrop(
  sampleId: string,
  input: InputSpec,
): Promise<{ crop: RgbImage; header: CropHeader }> {
  const sample = await database().sample.findUnique({ where: { id: sampleId }, include: { image: true } });
  if (!sample) throw notFound('sample', sampleId);
  const annotation = annotationFromJson(sample.annotation);
  const box = annotation && groundTruthBox(annotation);
  if (!box) throw new UserError(422, `sample ${sample.name}: expected labels to place the crop, found none`);
  const frame = cropFrame(input.crop, box, sample.image, input.size);
  const crop = extractCrop(await readImage(sample.imageId), frame, input);
  return { crop, header: { revision: sample.revision, frame } };
}

/** A sample's whole image, and where its labelled face lies in it. */
export async function readSamplePhoto(sampleId: string): Promise<{ pixels: Uint8Array; header: PhotoHeader }> {
  const sample = await database().sample.findUnique({ where: { id: sampleId } });
  if (!sample) throw notFound('sample', sampleId);
  const { width, height, data } = await readImage(sample.imageId);
  const annotation = annotationFromJson(sample.annotation);
  const labelled = annotation && groundTruthBox(annotation);
  // a copy: the receiver may hand its buffer on, and the decoded image is kept here
  return { pixels: new Uint8Array(data), header: { revision: sample.revision, width, height, labelled } };
}
