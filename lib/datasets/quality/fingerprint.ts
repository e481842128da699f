import { type CropFrame, extractCrop } from '@/lib/image/crop';
import type { RgbImage } from '@/lib/image/rgb-image';
import type { Annotation } from '@/lib/landmarks/annotation';
import { POINT_COUNT, presence, shapeVector } from './quality-face';
import { frontalHead, MODEL_FACE_PX } from './shape-model';
import { alignSimilarity, invertSimilarity } from './similarity';

/** Side of the grey thumbnail that is hashed, px; the thumbnail itself is not kept. */
const THUMBNAIL_SIZE = 32;
/** Lowest frequencies of the thumbnail's cosine transform whose signs make the hash, each way. */
const FREQUENCIES = 16;
/** Side of the square that the face view shows, in model px: the face and a little around it. */
const FACE_VIEW_PX = 1.25 * MODEL_FACE_PX;

/** Signs of a hash: 16 · 16 frequencies, of which the mean has none. */
export const HASH_BITS = FREQUENCIES ** 2 - 1;
/** 32-bit words of a hash; the last bit is always 0. */
export const HASH_WORDS = (HASH_BITS + 1) / 32;

/** Signs of the low frequencies of a view (Zauner 2010's pHash, longer), [8] words; no picture can be made of it. */
export type ViewHash = Uint32Array;

/** What tells copies of an image, whatever its size, encoding, brightness and contrast. */
export interface Fingerprint {
  /** the whole image, squeezed into a square; null when it is of one colour */
  readonly whole: ViewHash | null;
  /** the labelled face, upright and of one size: survives cropping; null for an image nobody has labelled */
  readonly face: ViewHash | null;
}

/** Pixels of the image only: re-encoding, resizing and changes of brightness leave it (nearly) as it was. */
export function fingerprintOf(image: RgbImage, annotation: Annotation | null = null): Fingerprint {
  return { whole: hashView(image, wholeFrame(image)), face: annotation && faceHashOf(image, annotation) };
}

/** The face view alone; null when the landmarks place no face. */
export function faceHashOf(image: RgbImage, annotation: Annotation): ViewHash | null {
  const frame = faceFrame(annotation);
  return frame && hashView(image, frame);
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

const COSINES = Float64Array.from({ length: FREQUENCIES * THUMBNAIL_SIZE }, (_, at) => {
  const [frequency, x] = [Math.floor(at / THUMBNAIL_SIZE), at % THUMBNAIL_SIZE];
  return Math.cos((Math.PI * frequency * (x + 0.5)) / THUMBNAIL_SIZE);
});

/** Frequencies (u across, v down) in the order of their bits: the lowest first, for they are the most reliable. */
const ORDER: readonly { readonly u: number; readonly v: number }[] = Array.from(
  { length: FREQUENCIES ** 2 },
  (_, at) => ({ u: at % FREQUENCIES, v: Math.floor(at / FREQUENCIES) }),
)
  .slice(1)
  .sort((a, b) => a.u + a.v - (b.u + b.v) || a.v - b.v);

/** A mirrored image has the signs of its odd horizontal frequencies turned round. */
export const MIRROR_MASK: ViewHash = wordsOf(({ u }) => u % 2 === 1);

function wordsOf(isSet: (frequency: { readonly u: number; readonly v: number }) => boolean): ViewHash {
  const words = new Uint32Array(HASH_WORDS);
  for (const [bit, frequency] of ORDER.entries()) if (isSet(frequency)) words[bit >> 5] |= 1 << (bit & 31);
  return words;
}

/** @returns null for a view of one colour, which has no signs */
function hashView(image: RgbImage, frame: CropFrame): ViewHash | null {
  const { data } = extractCrop(image, frame, { antialias: true, padding: 'edge' });
  const size = THUMBNAIL_SIZE;
  // Rec. 601 luma, as JPEG keeps it
  const grey = Float64Array.from(
    { length: size * size },
    (_, p) => 0.299 * data[3 * p] + 0.587 * data[3 * p + 1] + 0.114 * data[3 * p + 2],
  );
  if (grey.every((value) => Math.abs(value - grey[0]) < 0.5)) return null;
  const rows = new Float64Array(FREQUENCIES * size);
  for (let y = 0; y < size; y++) {
    for (let u = 0; u < FREQUENCIES; u++) {
      let sum = 0;
      for (let x = 0; x < size; x++) sum += grey[y * size + x] * COSINES[u * size + x];
      rows[y * FREQUENCIES + u] = sum;
    }
  }
  return wordsOf(({ u, v }) => {
    let sum = 0;
    for (let y = 0; y < size; y++) sum += rows[y * FREQUENCIES + u] * COSINES[v * size + y];
    return sum > 0;
  });
}
