import { extractCrop } from '@/lib/image/crop';
import type { RgbImage } from '@/lib/image/rgb-image';

/** Side of the grid that is compared; a hash has GRID · GRID bits. */
const GRID = 16;
const WORDS = (GRID * GRID) / 32;
/**
 * Bits by which two pictures of one photo may differ: recompressed, rescaled, cropped or labelled a little differently.
 * Of 300-W's aligned faces 100 pairs are nearer than this, most of them LFPW photos that stand there twice.
 */
export const NEAR_DUPLICATE_BITS = 20;

/** 256 bits: whether each cell of a 16 × 16 grid is darker than its right neighbour ("difference hash"). */
export function differenceHash(image: RgbImage): Uint32Array {
  const columns = GRID + 1;
  const side = Math.max(image.width, image.height);
  // sampled with averaging, as a small picture of the whole would show it
  const small = extractCrop(
    image,
    {
      size: columns,
      a: image.width / columns,
      b: 0,
      c: 0,
      d: image.height / columns,
      tx: image.width / columns / 2 - 0.5,
      ty: image.height / columns / 2 - 0.5,
    },
    { antialias: side > columns, padding: 'edge' },
  );
  const grey = (x: number, y: number): number => {
    const at = (y * columns + x) * 3;
    return 299 * small.data[at] + 587 * small.data[at + 1] + 114 * small.data[at + 2];
  };
  const hash = new Uint32Array(WORDS);
  for (let y = 0, bit = 0; y < GRID; y++) {
    for (let x = 0; x < GRID; x++, bit++) if (grey(x, y) < grey(x + 1, y)) hash[bit >> 5] |= 1 << (bit & 31);
  }
  return hash;
}

/** How many bits of two hashes differ, 0–256. */
export function hashDistance(a: Uint32Array, b: Uint32Array): number {
  let distance = 0;
  for (let i = 0; i < WORDS; i++) {
    let bits = a[i] ^ b[i];
    bits -= (bits >>> 1) & 0x55555555;
    bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
    distance += (((bits + (bits >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
  }
  return distance;
}
