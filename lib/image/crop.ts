import {
  type Box,
  boundingBox,
  type CropPoint,
  centroid,
  cropPoint,
  type ImagePoint,
  imagePoint,
  type Size,
} from '@/lib/landmarks/geometry';
import { createRgbImage, type RgbImage } from './rgb-image';

/**
 * Where a square crop lies in its image: an affine map from crop px to image px (both 0-based pixel centres),
 *   x = a·u + c·v + tx,   y = b·u + d·v + ty.
 */
export interface CropFrame {
  /** side of the crop, px */
  readonly size: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly tx: number;
  readonly ty: number;
}

/** Which square of the image a network is given; part of a model's card. */
export type CropSpec =
  /** the seed report's crop: centroid ± box span on each axis, clipped to the image, each axis resized by its own factor */
  | { readonly shape: 'reference' }
  /** an isotropic square: side = margin × the longer side of the box, free to leave the image */
  | { readonly shape: 'square'; readonly margin: number };

/** A face's place in its image, px: tight box of its landmarks, or a detector's box brought to the same meaning. */
export interface FaceBox extends Box {
  /** mean of the landmarks, the centre of the reference crop; the box's centre stands in where landmarks are unknown */
  readonly centroid?: readonly [x: number, y: number];
}

/** @throws RangeError for no points */
export const faceBox = (points: readonly (readonly [number, number])[]): FaceBox => ({
  ...boundingBox(points),
  centroid: centroid(points),
});

export const toImage = (frame: CropFrame, [u, v]: readonly [number, number]): ImagePoint =>
  imagePoint(frame.a * u + frame.c * v + frame.tx, frame.b * u + frame.d * v + frame.ty);

export function toCrop(frame: CropFrame, [x, y]: readonly [number, number]): CropPoint {
  const { a, b, c, d } = frame;
  const determinant = a * d - b * c;
  const dx = x - frame.tx;
  const dy = y - frame.ty;
  return cropPoint((d * dx - c * dy) / determinant, (a * dy - b * dx) / determinant);
}

/** px of the image a crop px spans (geometric mean of both axes); turns crop depth into image depth */
export const frameScale = (frame: CropFrame): number => Math.sqrt(Math.abs(frame.a * frame.d - frame.b * frame.c));

/** Frame of the rectangle that covers pixels [x0, x1) × [y0, y1): pixel edges meet crop edges. */
function frameOfPixels(x0: number, y0: number, x1: number, y1: number, size: number): CropFrame {
  const a = (x1 - x0) / size;
  const d = (y1 - y0) / size;
  return { size, a, b: 0, c: 0, d, tx: x0 - 0.5 + a / 2, ty: y0 - 0.5 + d / 2 };
}

/** [centre − span, centre + span] on each axis, clipped to [0, W] × [0, H]; METRICS "The evaluation frame". */
function referenceBounds(box: FaceBox, image: Size): { x0: number; y0: number; x1: number; y1: number } {
  const [cx, cy] = box.centroid ?? [box.x + box.width / 2, box.y + box.height / 2];
  return {
    x0: Math.max(0, cx - box.width),
    y0: Math.max(0, cy - box.height),
    x1: Math.min(image.width, cx + box.width),
    y1: Math.min(image.height, cy + box.height),
  };
}

/** Side of the crop that mean errors are reported in, px. */
export const REFERENCE_CROP_SIZE = 192;

/**
 * The frame that mean errors are measured in, whatever crop the model had (METRICS "The evaluation frame"). Unlike the
 * crop a model sees, its bounds are not cut to whole pixels, and crop px is (x − x0) · 192 / (x1 − x0), as the report's.
 *
 * @param box of the ground-truth points, with their centroid
 * @returns null when nothing of the face lies inside the image
 */
export function referenceFrame(box: FaceBox, image: Size): CropFrame | null {
  const { x0, y0, x1, y1 } = referenceBounds(box, image);
  if (!(x1 > x0 && y1 > y0)) return null;
  const size = REFERENCE_CROP_SIZE;
  return { size, a: (x1 - x0) / size, b: 0, c: 0, d: (y1 - y0) / size, tx: x0, ty: y0 };
}

/**
 * The frame a model is given for a face box.
 *
 * @param angleRad rotation of the face in the image, clockwise; only square crops can follow it
 */
export function cropFrame(spec: CropSpec, box: FaceBox, image: Size, size: number, angleRad = 0): CropFrame {
  if (spec.shape === 'reference') {
    const bounds = referenceBounds(box, image);
    // The report cuts the bounds to whole pixels before it resizes; at least one pixel stays.
    const x0 = Math.trunc(bounds.x0);
    const y0 = Math.trunc(bounds.y0);
    return frameOfPixels(
      x0,
      y0,
      Math.max(x0 + 1, Math.trunc(bounds.x1)),
      Math.max(y0 + 1, Math.trunc(bounds.y1)),
      size,
    );
  }
  const side = Math.max(1, spec.margin * Math.max(box.width, box.height));
  return squareFrame(box.x + box.width / 2, box.y + box.height / 2, side, size, angleRad);
}

/** Frame of a square with this centre and side (image px), turned clockwise by angleRad. */
export function squareFrame(cx: number, cy: number, side: number, size: number, angleRad = 0): CropFrame {
  const scale = side / size;
  const a = scale * Math.cos(angleRad);
  const b = scale * Math.sin(angleRad);
  const middle = (size - 1) / 2;
  return { size, a, b, c: -b, d: a, tx: cx - a * middle + b * middle, ty: cy - b * middle - a * middle };
}

/** How a crop is taken: the part of the image it needs, how often that is halved first, and where the crop lies in it. */
export interface CropPlan {
  /** px of the image; starts and ends on whole blocks of the halvings, but where the image ends */
  readonly region: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  readonly halvings: number;
  /** from crop px to px of the halved region */
  readonly frame: CropFrame;
}

/**
 * @param antialias averages 2×2, 4×4 … pixel blocks first where the crop shrinks the image by that much or more, as a
 *   mip-map does; the report's loader does not, so the `reference` crop must not either
 */
export function planCrop(frame: CropFrame, image: Size, antialias: boolean): CropPlan {
  let halvings = 0;
  let map = frame;
  while (antialias && frameScale(map) >= 2 && image.width >> halvings >= 2 && image.height >> halvings >= 2) {
    halvings++;
    // pixel (i, j) of the half image is centred on (2i + ½, 2j + ½) of the image before
    map = {
      ...map,
      a: map.a / 2,
      b: map.b / 2,
      c: map.c / 2,
      d: map.d / 2,
      tx: (map.tx - 0.5) / 2,
      ty: (map.ty - 0.5) / 2,
    };
  }
  const last = frame.size - 1;
  const corners = [
    [0, 0],
    [last, 0],
    [0, last],
    [last, last],
  ].map(([u, v]) => toImage(map, [u, v]));
  const across = spanOf(
    corners.map(([x]) => x),
    image.width >> halvings,
  );
  const down = spanOf(
    corners.map(([, y]) => y),
    image.height >> halvings,
  );
  const block = 2 ** halvings;
  const x = across.first * block;
  const y = down.first * block;
  return {
    region: {
      x,
      y,
      width: Math.min(image.width - x, across.count * block),
      height: Math.min(image.height - y, down.count * block),
    },
    halvings,
    frame: { ...map, tx: map.tx - across.first, ty: map.ty - down.first },
  };
}

/** The pixels of a row (or column) of this length that bilinear sampling at these places reads, at least one. */
function spanOf(places: readonly number[], length: number): { first: number; count: number } {
  const inside = (place: number) => Math.min(Math.max(Math.floor(place), 0), length - 1);
  // a pixel more on either side: places are reckoned anew, and round otherwise, where pixels are read
  const first = inside(Math.min(...places) - 1);
  return { first, count: inside(Math.max(...places) + 2) - first + 1 };
}

/**
 * Samples a crop bilinearly. Pixels outside the image are black for `zero`, the nearest edge pixel for `edge`.
 *
 * @param antialias see planCrop
 */
export function extractCrop(
  image: RgbImage,
  frame: CropFrame,
  { antialias, padding }: { antialias: boolean; padding: 'zero' | 'edge' },
): RgbImage {
  const { region, halvings, frame: map } = planCrop(frame, image, antialias);
  if (halvings === 0) return sampleBilinear(image, frame, padding);
  let source = halve(image, region);
  for (let i = 1; i < halvings; i++) source = halve(source, { x: 0, y: 0, ...sizeOf(source) });
  return sampleBilinear(source, map, padding);
}

const sizeOf = ({ width, height }: Size): Size => ({ width, height });

/** A part of an image at half its size. */
function halve(image: RgbImage, { x: left, y: top, ...region }: CropPlan['region']): RgbImage {
  const width = region.width >> 1;
  const height = region.height >> 1;
  const half = createRgbImage(width, height);
  const stride = image.width * 3;
  let to = 0;
  for (let y = 0; y < height; y++) {
    let from = (top + 2 * y) * stride + 3 * left;
    for (let x = 0; x < width; x++, from += 6) {
      for (let k = from; k < from + 3; k++) {
        half.data[to++] =
          (image.data[k] + image.data[k + 3] + image.data[k + stride] + image.data[k + stride + 3] + 2) >> 2;
      }
    }
  }
  return half;
}

function sampleBilinear(image: RgbImage, frame: CropFrame, padding: 'zero' | 'edge'): RgbImage {
  const { size, a, b, c, d, tx, ty } = frame;
  const { width, height, data } = image;
  const crop = createRgbImage(size, size);
  let to = 0;
  for (let v = 0; v < size; v++) {
    for (let u = 0; u < size; u++, to += 3) {
      const x = a * u + c * v + tx;
      const y = b * u + d * v + ty;
      // half a pixel beyond the outer pixel centres still belongs to the image
      if (padding === 'zero' && (x < -0.5 || y < -0.5 || x > width - 0.5 || y > height - 0.5)) continue;
      const xc = Math.min(Math.max(x, 0), width - 1);
      const yc = Math.min(Math.max(y, 0), height - 1);
      const xi = Math.floor(xc);
      const yi = Math.floor(yc);
      const fx = xc - xi;
      const fy = yc - yi;
      const right = xi + 1 < width ? 3 : 0;
      const down = yi + 1 < height ? width * 3 : 0;
      const p = (yi * width + xi) * 3;
      for (let k = 0; k < 3; k++) {
        const top = data[p + k] * (1 - fx) + data[p + k + right] * fx;
        const bottom = data[p + k + down] * (1 - fx) + data[p + k + down + right] * fx;
        crop.data[to + k] = Math.round(top * (1 - fy) + bottom * fy);
      }
    }
  }
  return crop;
}
