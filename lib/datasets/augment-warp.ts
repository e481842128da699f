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

/** The training loop's innermost loop outside the network: whole numbers with 10 bits of fraction. */
function warp(image: RgbImage, frame: CropFrame, pixels: Uint8Array, tones: ToneTables | null): void {
  const { size, a, b, c, d, tx, ty } = frame;
  const { width, height, data } = image;
  const stride = width * 3;
  const right = width - 1;
  const bottom = height - 1;
  const { red, green, blue, saturation } = tones ?? UNCHANGED;
  for (let v = 0, to = 0; v < size; v++) {
    for (let u = 0; u < size; u++, to += 3) {
      let x = a * u + c * v + tx;
      let y = b * u + d * v + ty;
      // half a pixel beyond the outer pixel centres still belongs to the image
      if (!(x >= -0.5 && y >= -0.5 && x <= right + 0.5 && y <= bottom + 0.5)) {
        pixels[to] = pixels[to + 1] = pixels[to + 2] = 0;
        continue;
      }
      x = Math.min(Math.max(x, 0), right);
      y = Math.min(Math.max(y, 0), bottom);
      const x0 = x | 0;
      const y0 = y | 0;
      const fx = ((x - x0) * 1024) | 0;
      const fy = ((y - y0) * 1024) | 0;
      const p = y0 * stride + x0 * 3;
      const q = y0 < bottom ? p + stride : p;
      const next = x0 < right ? 3 : 0;
      const r = red[blend(data, p, q, next, fx, fy)];
      const g = green[blend(data, p + 1, q + 1, next, fx, fy)];
      const bl = blue[blend(data, p + 2, q + 2, next, fx, fy)];
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

const { imul } = Math;

/** Bilinear between the values at p and q and those `next` after them; fx and fy 1024ths of the way right and down. */
function blend(data: RgbImage['data'], p: number, q: number, next: number, fx: number, fy: number): number {
  const both = imul(fx, fy);
  const across = (fx << 10) - both;
  const along = (fy << 10) - both;
  const none = (1 << 20) - across - along - both;
  return (
    (imul(data[p], none) + imul(data[p + next], across) + imul(data[q], along) + imul(data[q + next], both) + 524288) >>
    20
  );
}

const SAME = Uint8Array.from({ length: 256 }, (_, value) => value);
const UNCHANGED: ToneTables = { red: SAME, green: SAME, blue: SAME, saturation: 1 };

const clampByte = (value: number): number => (value < 0 ? 0 : value > 255 ? 255 : value);
