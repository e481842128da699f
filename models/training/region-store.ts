import type { FaceRegion } from '@/lib/datasets/augment';
import { extractCrop, squareFrame, toCrop } from '@/lib/image/crop';
import type { RgbImage } from '@/lib/image/rgb-image';
import { type Annotation, annotatedPoints, isAnnotated, toIbug68 } from '@/lib/landmarks/annotation';
import { boundingBox } from '@/lib/landmarks/geometry';
import { IBUG_68 } from '@/lib/landmarks/scheme';
import { allocate } from './shared-memory';

/** Side of the kept square over the longer side of the tight box: enough for a crop turned by 45° and enlarged. */
export const REGION_MARGIN = 2.4;
/** Side of the kept square, px: 160 px a face span, no less than a 192 px crop shows of it. */
export const REGION_SIZE = 384;

const COUNT = IBUG_68.count;

/** A training face as all workers share it; plain buffers, so that a message carries it without a copy. */
export interface SharedFace {
  /** u8 [384, 384, 3] */
  readonly pixels: ArrayBufferLike;
  /** f32 planar [3 · 68], px of the region; z 0 where unknown */
  readonly points: ArrayBufferLike;
  /** u8 [68] */
  readonly present: ArrayBufferLike;
  /** how far z is trusted: 1 measured, less for a fitted one, 0 none */
  readonly depthWeight: number;
}

export const regionOf = ({ pixels, points, present }: SharedFace): FaceRegion => ({
  image: { width: REGION_SIZE, height: REGION_SIZE, data: new Uint8Array(pixels) },
  points: new Float32Array(points),
  present: new Uint8Array(present),
});

/** Cuts a generous square around the face once, so that training only samples from it. */
export function shareFace(image: RgbImage, annotation: Annotation): SharedFace {
  const face = toIbug68(annotation);
  const box = boundingBox(annotatedPoints(face));
  const side = Math.max(1, REGION_MARGIN * Math.max(box.width, box.height));
  const frame = squareFrame(box.x + box.width / 2, box.y + box.height / 2, side, REGION_SIZE);
  const pixels = allocate(REGION_SIZE * REGION_SIZE * 3);
  new Uint8Array(pixels).set(extractCrop(image, frame, { antialias: true, padding: 'zero' }).data);
  const points = allocate(3 * COUNT * Float32Array.BYTES_PER_ELEMENT);
  const present = allocate(COUNT);
  const values = new Float32Array(points);
  const flags = new Uint8Array(present);
  for (let k = 0; k < COUNT; k++) {
    if (!isAnnotated(face, k)) continue;
    flags[k] = 1;
    const [x, y] = toCrop(frame, face.points[k]);
    values[k] = x;
    values[COUNT + k] = y;
  }
  if (!face.z) return { pixels, points, present, depthWeight: 0 };
  const known = face.z.filter((_, k) => flags[k] === 1);
  const mean = known.reduce((sum, z) => sum + z, 0) / known.length;
  const scale = REGION_SIZE / side;
  for (let k = 0; k < COUNT; k++) if (flags[k] === 1) values[2 * COUNT + k] = (face.z[k] - mean) * scale;
  return { pixels, points, present, depthWeight: 1 };
}
