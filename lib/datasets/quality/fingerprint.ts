import { type CropFrame, extractCrop } from '@/lib/image/crop';
import type { RgbImage } from '@/lib/image/rgb-image';
import type { Annotation } from '@/lib/landmarks/annotation';
import { POINT_COUNT, presence, shapeVector } from './quality-face';
import { frontalHead, MODEL_FACE_PX } from './shape-model';
import { alignSimilarity, invertSimilarity } from './similarity';

/** Side of the grey thumbnail that a view keeps, px. */
export const THUMBNAIL_SIZE = 32;
/** Lowest frequencies of the thumbnail's cosine transform whose signs make the hash, each way. */
const FREQUENCIES = 12;
/** 32-bit words of a hash: 12 · 12 − 1 signs (the mean has none) fit into 5. */
export const HASH_WORDS = 5;
/** Side of the square that the face view shows, in model px: the face and a little around it. */
const FACE_VIEW_PX = 1.25 * MODEL_FACE_PX;
/** Grey levels of a standard deviation in the stored thumbnail: ± 3 of them fill a byte. */
const LEVELS = 42;

/** What an image looks like, whatever its brightness and contrast. */
export interface View {
  /** [32·32] grey levels, row by row, mean 0, standard deviation 42 */
  readonly thumbnail: Int8Array;
  /** signs of the low frequencies (Zauner 2010's pHash, longer) */
  readonly hash: Uint32Array;
}

/** What tells copies of an image, a few hundred bytes long. */
export interface Fingerprint {
  /** the whole image, squeezed into a square */
  readonly whole: View;
  /** the labelled face, upright and of one size: survives cropping; null for an image nobody has labelled */
  readonly face: View | null;
}

/** Pixels of the image only: re-encoding, resizing and changes of brightness leave it (nearly) as it was. */
export function fingerprintOf(image: RgbImage, annotation: Annotation | null = null): Fingerprint {
  const face = annotation && faceFrame(annotation);
  return {
    whole: viewOf(image, wholeFrame(image)),
    face: face && viewOf(image, face),
  };
}

function wholeFrame({ width, height }: RgbImage): CropFrame {
  const size = THUMBNAIL_SIZE;
  const [a, d] = [width / size, height / size];
  return { size, a, b: 0, c: 0, d, tx: a / 2 - 0.5, ty: d / 2 - 0.5 };
}

/** The square around the face in which it stands as the frontal mean head does. */
function faceFrame(annotation: Annotation): CropFrame | null {
  const head = frontalHead();
  const toHead = alignSimilarity(shapeVector(annotation.points), head, presence(annotation));
  if (!toHead) return null;
  const { a, b, tx, ty } = invertSimilarity(toHead);
  let [cx, cy] = [0, 0];
  for (let i = 0; i < POINT_COUNT; i++) {
    cx += head[2 * i] / POINT_COUNT;
    cy += head[2 * i + 1] / POINT_COUNT;
  }
  const step = FACE_VIEW_PX / THUMBNAIL_SIZE;
  const [x0, y0] = [cx - FACE_VIEW_PX / 2 + step / 2, cy - FACE_VIEW_PX / 2 + step / 2];
  return {
    size: THUMBNAIL_SIZE,
    a: a * step,
    b: b * step,
    c: -b * step,
    d: a * step,
    tx: a * x0 - b * y0 + tx,
    ty: b * x0 + a * y0 + ty,
  };
}

function viewOf(image: RgbImage, frame: CropFrame): View {
  const { data } = extractCrop(image, frame, { antialias: true, padding: 'edge' });
  const count = THUMBNAIL_SIZE ** 2;
  // Rec. 601 luma, as JPEG keeps it
  const grey = Float64Array.from(
    { length: count },
    (_, p) => 0.299 * data[3 * p] + 0.587 * data[3 * p + 1] + 0.114 * data[3 * p + 2],
  );
  const mean = grey.reduce((sum, value) => sum + value, 0) / count;
  const spread = Math.sqrt(grey.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count);
  const thumbnail = Int8Array.from(grey, (value) =>
    spread > 0 ? Math.max(-127, Math.min(127, Math.round((LEVELS * (value - mean)) / spread))) : 0,
  );
  return { thumbnail, hash: hashOf(thumbnail) };
}

const COSINES = Float64Array.from({ length: FREQUENCIES * THUMBNAIL_SIZE }, (_, at) => {
  const [frequency, x] = [Math.floor(at / THUMBNAIL_SIZE), at % THUMBNAIL_SIZE];
  return Math.cos((Math.PI * frequency * (x + 0.5)) / THUMBNAIL_SIZE);
});

/** Bit of frequency (u across, v down); the mean, (0, 0), has none. */
const bitOf = (u: number, v: number): number => v * FREQUENCIES + u - 1;

function hashOf(thumbnail: Int8Array): Uint32Array {
  const size = THUMBNAIL_SIZE;
  const rows = new Float64Array(FREQUENCIES * size);
  for (let y = 0; y < size; y++) {
    for (let u = 0; u < FREQUENCIES; u++) {
      let sum = 0;
      for (let x = 0; x < size; x++) sum += thumbnail[y * size + x] * COSINES[u * size + x];
      rows[y * FREQUENCIES + u] = sum;
    }
  }
  const hash = new Uint32Array(HASH_WORDS);
  for (let v = 0; v < FREQUENCIES; v++) {
    for (let u = 0; u < FREQUENCIES; u++) {
      if (u === 0 && v === 0) continue;
      let sum = 0;
      for (let y = 0; y < size; y++) sum += rows[y * FREQUENCIES + u] * COSINES[v * size + y];
      if (sum > 0) hash[bitOf(u, v) >> 5] |= 1 << (bitOf(u, v) & 31);
    }
  }
  return hash;
}

/** A mirrored image has the signs of its odd horizontal frequencies turned round. */
export const MIRROR_MASK: Uint32Array = (() => {
  const mask = new Uint32Array(HASH_WORDS);
  for (let v = 0; v < FREQUENCIES; v++) {
    for (let u = 1; u < FREQUENCIES; u += 2) mask[bitOf(u, v) >> 5] |= 1 << (bitOf(u, v) & 31);
  }
  return mask;
})();
