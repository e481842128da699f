import { createRandom, type Random } from '@/lib/random';

/** A long ring of normal deviates, drawn once: a picture's noise starts somewhere on it. */
const NOISE_LENGTH = 1 << 16;
let noiseRing: Float32Array | null = null;

function noise(): Float32Array {
  if (!noiseRing) {
    const random = createRandom(68);
    noiseRing = Float32Array.from({ length: NOISE_LENGTH }, () => random.normal());
  }
  return noiseRing;
}

/** Gaussian noise, independent for every pixel and channel. @param deviation grey levels */
export function addNoise(pixels: Uint8Array, deviation: number, random: Random): void {
  const ring = noise();
  // an odd step visits the whole ring, so no two pictures share a pattern
  const step = 2 * random.integer(NOISE_LENGTH / 2) + 1;
  let at = random.integer(NOISE_LENGTH);
  for (let i = 0; i < pixels.length; i++) {
    at = (at + step) & (NOISE_LENGTH - 1);
    const value = pixels[i] + deviation * ring[at];
    pixels[i] = value < 0 ? 0 : value > 255 ? 255 : value + 0.5;
  }
}

/** Motion blur along rows or columns over 3 to 9 px. */
export function blurAlong(pixels: Uint8Array, size: number, random: Random): void {
  const radius = 1 + random.integer(4);
  const alongRows = random.next() < 0.5;
  const step = alongRows ? 3 : size * 3;
  const lineStep = alongRows ? size * 3 : 3;
  const line = new Uint8Array(size);
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < 3; k++) {
      const start = i * lineStep + k;
      for (let j = 0; j < size; j++) line[j] = pixels[start + j * step];
      // a running sum over the window; beyond the ends the edge pixel repeats
      let sum = 0;
      for (let j = -radius; j <= radius; j++) sum += line[Math.max(0, j)];
      for (let j = 0; j < size; j++) {
        pixels[start + j * step] = sum / (2 * radius + 1) + 0.5;
        sum += line[Math.min(size - 1, j + radius + 1)] - line[Math.max(0, j - radius)];
      }
    }
  }
}

const BLOCK = 8;
/** cos((2x + 1) f π / 16), normalised: row f of the 8-point DCT-II */
const BASIS = Float32Array.from({ length: BLOCK * BLOCK }, (_, i) => {
  const frequency = Math.floor(i / BLOCK);
  const norm = Math.sqrt((frequency === 0 ? 1 : 2) / BLOCK);
  return norm * Math.cos(((2 * (i % BLOCK) + 1) * frequency * Math.PI) / (2 * BLOCK));
});
/** the rows of the inverse: the basis is orthonormal */
const INVERSE = BASIS.map((_, i) => BASIS[(i % BLOCK) * BLOCK + Math.floor(i / BLOCK)]);

/**
 * What JPEG does to brightness: 8×8 blocks whose cosine coefficients are rounded, coarser for finer detail.
 * Colour is left alone.
 *
 * @param coarseness quantisation step of the lowest frequencies, grey levels
 */
export function compressBlocks(pixels: Uint8Array, size: number, coarseness: number): void {
  const block = new Float32Array(BLOCK * BLOCK);
  const half = new Float32Array(BLOCK * BLOCK);
  const spectrum = new Float32Array(BLOCK * BLOCK);
  const steps = Float64Array.from(block, (_, i) => coarseness * (1 + 0.5 * ((i >> 3) + (i & 7))));
  for (let top = 0; top + BLOCK <= size; top += BLOCK) {
    for (let left = 0; left + BLOCK <= size; left += BLOCK) {
      const corner = (top * size + left) * 3;
      for (let i = 0; i < block.length; i++) {
        const at = corner + ((i >> 3) * size + (i & 7)) * 3;
        block[i] = 0.299 * pixels[at] + 0.587 * pixels[at + 1] + 0.114 * pixels[at + 2];
      }
      transform(block, half, spectrum, BASIS);
      for (let i = 0; i < spectrum.length; i++) spectrum[i] = Math.floor(spectrum[i] / steps[i] + 0.5) * steps[i];
      transform(spectrum, half, spectrum, INVERSE);
      for (let i = 0; i < block.length; i++) {
        const at = corner + ((i >> 3) * size + (i & 7)) * 3;
        const change = spectrum[i] - block[i];
        for (let k = at; k < at + 3; k++) {
          const value = pixels[k] + change;
          pixels[k] = value < 0 ? 0 : value > 255 ? 255 : value + 0.5;
        }
      }
    }
  }
}

/** The two-dimensional transform of a block: rows first, then columns. */
function transform(from: Float32Array, half: Float32Array, to: Float32Array, basis: Float32Array): void {
  transformRows(from, half, basis);
  transformRows(half, to, basis);
}

/** Written transposed, so that a second pass runs along the other axis. In the middle of training: no inner loop. */
function transformRows(from: Float32Array, to: Float32Array, basis: Float32Array): void {
  for (let row = 0; row < BLOCK; row++) {
    const at = row * BLOCK;
    const [x0, x1, x2, x3] = [from[at], from[at + 1], from[at + 2], from[at + 3]];
    const [x4, x5, x6, x7] = [from[at + 4], from[at + 5], from[at + 6], from[at + 7]];
    for (let f = 0; f < BLOCK; f++) {
      const b = f * BLOCK;
      const low = x0 * basis[b] + x1 * basis[b + 1] + x2 * basis[b + 2] + x3 * basis[b + 3];
      const high = x4 * basis[b + 4] + x5 * basis[b + 5] + x6 * basis[b + 6] + x7 * basis[b + 7];
      to[b + row] = low + high;
    }
  }
}
