import type { CropFrame } from '@/lib/image/crop';
import type { RgbImage } from '@/lib/image/rgb-image';
import type { ToneTables } from './augment-colour';

/**
 * Samples the frame bilinearly with black beyond the image, and maps colours on the way.
 *
 * @param resolution side in px to sample at before enlarging to the frame's size; null samples at that size
 */
export function sampleRegion(
  image: RgbImage,
  frame: CropFrame,
  pixels: Uint8Array,
  { tones, resolution }: { readonly tones: ToneTables | null; readonly resolution: number | null },
): void {
  if (resolution === null || resolution >= frame.size) {
    warp(image, frame, pixels, tones);
    return;
  }
  const small = new Uint8Array(resolution * resolution * 3);
  const zoom = frame.size / resolution;
  // pixel i of the small crop covers pixels from i · zoom to (i + 1) · zoom of the large one
  const shift = (zoom - 1) / 2;
  const { a, b, c, d, tx, ty } = frame;
  const coarse: CropFrame = {
    size: resolution,
    a: a * zoom,
    b: b * zoom,
    c: c * zoom,
    d: d * zoom,
    tx: tx + (a + c) * shift,
    ty: ty + (b + d) * shift,
  };
  warp(image, coarse, small, tones);
  const enlarge: CropFrame = {
    size: frame.size,
    a: 1 / zoom,
    b: 0,
    c: 0,
    d: 1 / zoom,
    tx: 0.5 / zoom - 0.5,
    ty: 0.5 / zoom - 0.5,
  };
  warp({ width: resolution, height: resolution, data: small }, enlarge, pixels, null);
}

/** The training loop's innermost loop outside the network: plain numbers, 10 bits of fraction. */
function warp(image: RgbImage, frame: CropFrame, pixels: Uint8Array, tones: ToneTables | null): void {
  const { size, a, b, c, d, tx, ty } = frame;
  const { width, height, data } = image;
  const stride = width * 3;
  const right = width - 1;
  const bottom = height - 1;
  const { red, green, blue, saturation } = tones ?? UNCHANGED;
  for (let v = 0, to = 0; v < size; v++) {
    const cv = c * v;
    const dv = d * v;
    const [first, last] = insideOf(frame, v, right, bottom);
    for (let u = 0; u < size; u++, to += 3) {
      let x = a * u + cv + tx;
      let y = b * u + dv + ty;
      let next = 3;
      let down = stride;
      if (u < first || u > last) {
        // half a pixel beyond the outer pixel centres still belongs to the image
        if (!(x >= -0.5 && y >= -0.5 && x <= right + 0.5 && y <= bottom + 0.5)) {
          pixels[to] = pixels[to + 1] = pixels[to + 2] = 0;
          continue;
        }
        x = Math.min(Math.max(x, 0), right);
        y = Math.min(Math.max(y, 0), bottom);
        if (x >= right) next = 0;
        if (y >= bottom) down = 0;
      }
      const x0 = x | 0;
      const y0 = y | 0;
      const fx = ((x - x0) * 1024) | 0;
      const fy = ((y - y0) * 1024) | 0;
      const p = y0 * stride + x0 * 3;
      const q = p + down;
      const w11 = fx * fy;
      const w01 = (fx << 10) - w11;
      const w10 = (fy << 10) - w11;
      const w00 = 1048576 - w01 - w10 - w11;
      const p1 = p + next;
      const q1 = q + next;
      const r =
        red[(imul(data[p], w00) + imul(data[p1], w01) + imul(data[q], w10) + imul(data[q1], w11) + 524288) >> 20];
      const g =
        green[
          (imul(data[p + 1], w00) +
            imul(data[p1 + 1], w01) +
            imul(data[q + 1], w10) +
            imul(data[q1 + 1], w11) +
            524288) >>
            20
        ];
      const bl =
        blue[
          (imul(data[p + 2], w00) +
            imul(data[p1 + 2], w01) +
            imul(data[q + 2], w10) +
            imul(data[q1 + 2], w11) +
            524288) >>
            20
        ];
      if (saturation === 1) {
        pixels[to] = r;
        pixels[to + 1] = g;
        pixels[to + 2] = bl;
      } else {
        const grey = 0.299 * r + 0.587 * g + 0.114 * bl;
        pixels[to] = clampByte(grey + (r - grey) * saturation);
        pixels[to + 1] = clampByte(grey + (g - grey) * saturation);
        pixels[to + 2] = clampByte(grey + (bl - grey) * saturation);
      }
    }
  }
}

/** The first and last pixel of a row of the crop that surely have all their four neighbours in the image. */
function insideOf({ size, a, b, c, d, tx, ty }: CropFrame, v: number, right: number, bottom: number) {
  let first = 0;
  let last = size - 1;
  for (const [slope, start, end] of [
    [a, c * v + tx, right],
    [b, d * v + ty, bottom],
  ]) {
    // a pixel less on either side, so that rounding does not matter
    const [low, high] = [-start / slope, (end - start) / slope];
    if (Math.abs(slope) < 1e-9) {
      if (start < 1 || start > end - 1) last = -1;
    } else {
      first = Math.max(first, Math.ceil(Math.min(low, high)) + 1);
      last = Math.min(last, Math.floor(Math.max(low, high)) - 1);
    }
  }
  return [first, last] as const;
}

const { imul } = Math;
const SAME = Uint8Array.from({ length: 256 }, (_, value) => value);
const UNCHANGED: ToneTables = { red: SAME, green: SAME, blue: SAME, saturation: 1 };

const clampByte = (value: number): number => (value < 0 ? 0 : value > 255 ? 255 : value);
