import { describe, expect, it } from 'vitest';
import { differenceHash, hashDistance, NEAR_DUPLICATE_BITS } from '@/lib/datasets/near-duplicates';
import { createRgbImage, type RgbImage } from '@/lib/image/rgb-image';
import { createRandom } from '@/lib/random';

/** Soft waves of a seed, in any size. */
function picture(seed: number, width: number, height: number): RgbImage {
  const random = createRandom(seed);
  const waves = Array.from({ length: 8 }, () => [
    random.uniform(-20, 20),
    random.uniform(-20, 20),
    random.uniform(0, 6),
  ]);
  const image = createRgbImage(width, height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const value = waves.reduce(
        (sum, [fx, fy, phase]) => sum + Math.sin((fx * x) / width + (fy * y) / height + phase),
        0,
      );
      image.data.fill(128 + 14 * value, (y * width + x) * 3, (y * width + x) * 3 + 3);
    }
  }
  return image;
}

describe('near-duplicates', () => {
  it('counts the bits that differ', () => {
    const hash = new Uint32Array(8);
    const other = Uint32Array.of(0b1011, 0, 0xffffffff, 0, 0, 0, 0, 1);
    expect(hashDistance(hash, hash)).toBe(0);
    expect(hashDistance(hash, other)).toBe(3 + 32 + 1);
  });

  it('knows a picture again in another size, darker and with noise', () => {
    const random = createRandom(3);
    const copy = picture(5, 301, 253);
    for (let i = 0; i < copy.data.length; i++) copy.data[i] = copy.data[i] * 0.7 + random.uniform(0, 6);
    expect(hashDistance(differenceHash(picture(5, 384, 384)), differenceHash(copy))).toBeLessThanOrEqual(
      NEAR_DUPLICATE_BITS,
    );
  });

  it('tells other pictures apart', () => {
    const hashes = Array.from({ length: 12 }, (_, seed) => differenceHash(picture(seed, 200, 200)));
    for (const [i, hash] of hashes.entries()) {
      for (const other of hashes.slice(i + 1))
        expect(hashDistance(hash, other)).toBeGreaterThan(2 * NEAR_DUPLICATE_BITS);
    }
  });
});
