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
  const red = tones?.red;
  const green = tones?.green;
  const blue = tones?.blue;
  const saturation = tones?.saturation ?? 1;
  for (let v = 0, to = 0; v < size; v++) {
    for (let u = 0; u < size; u++, to += 3) {
      let x = a * u + c * v + tx;
      let y = b * u + d * v + ty;
      let r = 0;
      let g = 0;
      let bl = 0;
      // half a pixel beyond the outer pixel centres still belongs to the image
      if (x >= -0.5 && y >= -0.5 && x <= right + 0.5 && y <= bottom + 0.5) {
        x = Math.min(Math.max(x, 0), right);
        y = Math.min(Math.max(y, 0), bottom);
        const x0 = x | 0;
        const y0 = y | 0;
        const fx = ((x - x0) * 1024) | 0;
        const fy = ((y - y0) * 1024) | 0;
        const p = y0 * stride + x0 * 3;
        const step = x0 < right ? 3 : 0;
        const down = y0 < bottom ? stride : 0;
        const gx = 1024 - fx;
        const gy = 1024 - fy;
        const w00 = gx * gy;
        const w01 = fx * gy;
        const w10 = gx * fy;
        const w11 = fx * fy;
        const q = p + down;
        r = (data[p] * w00 + data[p + step] * w01 + data[q] * w10 + data[q + step] * w11 + 524288) >> 20;
        g =
          (data[p + 1] * w00 + data[p + step + 1] * w01 + data[q + 1] * w10 + data[q + step + 1] * w11 + 524288) >> 20;
        bl =
          (data[p + 2] * w00 + data[p + step + 2] * w01 + data[q + 2] * w10 + data[q + step + 2] * w11 + 524288) >> 20;
        if (red && green && blue) {
          r = red[r];
          g = green[g];
          bl = blue[bl];
          if (saturation !== 1) {
            const grey = 0.299 * r + 0.587 * g + 0.114 * bl;
            r = clampByte(grey + (r - grey) * saturation);
            g = clampByte(grey + (g - grey) * saturation);
            bl = clampByte(grey + (bl - grey) * saturation);
          }
        }
      }
      pixels[to] = r;
      pixels[to + 1] = g;
      pixels[to + 2] = bl;
    }
  }
}

const clampByte = (value: number): number => Math.min(Math.max(value, 0), 255);
