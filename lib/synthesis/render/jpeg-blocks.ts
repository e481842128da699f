import type { RgbImage } from '@/lib/image/rgb-image';

/** JPEG's example quantisation tables (ITU-T T.81, annex K), luminance and chrominance, row-major. */
const LUMINANCE = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51,
  87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101,
  72, 92, 95, 98, 112, 100, 103, 99,
];
const CHROMINANCE = Array.from({ length: 64 }, (_, i) => {
  const [row, column] = [i >> 3, i & 7];
  if (row + column === 0) return 17;
  if (row < 4 && column < 4 && row + column < 4) return [17, 18, 24, 47, 66][row + column];
  return 99;
});

/** DCT basis: BASIS[u·8 + x] = c(u)/2 · cos((2x + 1) u π / 16). */
const BASIS = Float32Array.from({ length: 64 }, (_, i) => {
  const [u, x] = [i >> 3, i & 7];
  return (u === 0 ? Math.SQRT1_2 : 1) * 0.5 * Math.cos(((2 * x + 1) * u * Math.PI) / 16);
});

function throughDct(block: Float32Array, scratch: Float32Array, table: Float32Array): void {
  for (let y = 0; y < 8; y++) {
    for (let u = 0; u < 8; u++) {
      let sum = 0;
      for (let x = 0; x < 8; x++) sum += block[y * 8 + x] * BASIS[u * 8 + x];
      scratch[y * 8 + u] = sum;
    }
  }
  for (let u = 0; u < 8; u++) {
    for (let v = 0; v < 8; v++) {
      let sum = 0;
      for (let y = 0; y < 8; y++) sum += scratch[y * 8 + u] * BASIS[v * 8 + y];
      const step = table[v * 8 + u];
      block[v * 8 + u] = Math.round(sum / step) * step;
    }
  }
  for (let v = 0; v < 8; v++) {
    for (let x = 0; x < 8; x++) {
      let sum = 0;
      for (let u = 0; u < 8; u++) sum += block[v * 8 + u] * BASIS[u * 8 + x];
      scratch[v * 8 + x] = sum;
    }
  }
  for (let x = 0; x < 8; x++) {
    for (let y = 0; y < 8; y++) {
      let sum = 0;
      for (let v = 0; v < 8; v++) sum += scratch[v * 8 + x] * BASIS[v * 8 + y];
      block[y * 8 + x] = sum;
    }
  }
}

/**
 * The picture as JPEG of this quality would give it back: colour transform, colour at half resolution, 8×8 DCT, the
 * standard quantisation. No bytes are written; only the damage is done.
 *
 * @param quality 1–99 as in libjpeg; 100 returns the picture as it is
 */
export function throughJpeg(image: RgbImage, quality: number): RgbImage {
  if (quality >= 100) return image;
  const scale = (quality < 50 ? 5000 / quality : 200 - 2 * quality) / 100;
  const tables = [LUMINANCE, CHROMINANCE].map((table) =>
    Float32Array.from(table, (step) => Math.min(Math.max(Math.round(step * scale), 1), 255)),
  );
  const { width, height, data } = image;
  const wide = (width + 15) & ~15;
  const tall = (height + 15) & ~15;
  const luma = new Float32Array(wide * tall);
  const half = wide >> 1;
  const blueDiff = new Float32Array(half * (tall >> 1));
  const redDiff = new Float32Array(half * (tall >> 1));
  for (let y = 0; y < tall; y++) {
    for (let x = 0; x < wide; x++) {
      const from = (Math.min(y, height - 1) * width + Math.min(x, width - 1)) * 3;
      const [r, g, b] = [data[from], data[from + 1], data[from + 2]];
      luma[y * wide + x] = 0.299 * r + 0.587 * g + 0.114 * b - 128;
      const at = (y >> 1) * half + (x >> 1);
      blueDiff[at] += (-0.168736 * r - 0.331264 * g + 0.5 * b) / 4;
      redDiff[at] += (0.5 * r - 0.418688 * g - 0.081312 * b) / 4;
    }
  }
  const block = new Float32Array(64);
  const scratch = new Float32Array(64);
  for (const [plane, stride, table] of [
    [luma, wide, tables[0]],
    [blueDiff, half, tables[1]],
    [redDiff, half, tables[1]],
  ] as const) {
    const rows = plane.length / stride;
    for (let by = 0; by < rows; by += 8) {
      for (let bx = 0; bx < stride; bx += 8) {
        for (let i = 0; i < 64; i++) block[i] = plane[(by + (i >> 3)) * stride + bx + (i & 7)];
        throughDct(block, scratch, table);
        for (let i = 0; i < 64; i++) plane[(by + (i >> 3)) * stride + bx + (i & 7)] = block[i];
      }
    }
  }
  const out = new Uint8Array(data.length);
  const byte = (v: number) => Math.min(Math.max(Math.round(v), 0), 255);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const l = luma[y * wide + x] + 128;
      const at = (y >> 1) * half + (x >> 1);
      const o = (y * width + x) * 3;
      out[o] = byte(l + 1.402 * redDiff[at]);
      out[o + 1] = byte(l - 0.344136 * blueDiff[at] - 0.714136 * redDiff[at]);
      out[o + 2] = byte(l + 1.772 * blueDiff[at]);
    }
  }
  return { width, height, data: out };
}
