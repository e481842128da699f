import { describe, expect, it } from 'vitest';
import { createRgbImage } from '@/lib/image/rgb-image';
import { gaussianBlur, motionBlur } from '@/lib/synthesis/render/blur';
import { hsl, srgb, toByte } from '@/lib/synthesis/render/colour';
import { throughJpeg } from '@/lib/synthesis/render/jpeg-blocks';
import { resolveSamples } from '@/lib/synthesis/render/lens';
import { noise2, noise3 } from '@/lib/synthesis/render/noise';

const grey = (side: number, valueAt: (x: number, y: number) => number) => {
  const picture = new Float32Array(side * side * 3);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) picture.fill(valueAt(x, y), (y * side + x) * 3, (y * side + x) * 3 + 3);
  return picture;
};

describe('colour', () => {
  it('comes back from linear light as the same byte', () => {
    for (const byte of [0, 1, 13, 55, 128, 200, 254, 255]) expect(toByte(srgb(byte, byte, byte)[0])).toBe(byte);
  });

  it('of hue 0, 120, 240 is red, green, blue', () => {
    expect(hsl(0, 1, 0.5).map(Math.round)).toEqual([1, 0, 0]);
    expect(hsl(120, 1, 0.5).map(Math.round)).toEqual([0, 1, 0]);
    expect(hsl(-120, 1, 0.5).map(Math.round)).toEqual([0, 0, 1]);
  });
});

describe('noise', () => {
  it('is the lattice value on the lattice, and stays in 0–1', () => {
    expect(noise2(3, 4, 9)).toBeCloseTo(noise3(3, 4, 0, 9), 12);
    for (let i = 0; i < 500; i++) {
      const value = noise3(i * 0.37, -i * 0.21, i * 0.11, 5);
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThan(1);
    }
  });
});

describe('resolving samples', () => {
  it('averages each pixel’s own samples', () => {
    // 2 × 2 samples of pixel (1, 0) hold 1, 2, 3, 6: mean 3
    const samples = grey(4, (x, y) => [0, 0, 1, 2, 0, 0, 3, 6][y * 4 + x] ?? 0);
    const picture = resolveSamples(samples, 2, 2);
    expect([...picture.subarray(0, 6)]).toEqual([0, 0, 0, 3, 3, 3]);
  });
});

describe('blur', () => {
  it('keeps a flat picture flat and the light of a spot', () => {
    const flat = gaussianBlur(
      grey(9, () => 0.4),
      9,
      1.5,
    );
    for (const value of flat) expect(value).toBeCloseTo(0.4, 6);
    const spot = gaussianBlur(
      grey(15, (x, y) => (x === 7 && y === 7 ? 1 : 0)),
      15,
      1,
    );
    expect(spot.reduce((sum, value) => sum + value, 0)).toBeCloseTo(3, 5);
    expect(spot[(7 * 15 + 7) * 3]).toBeGreaterThan(spot[(7 * 15 + 8) * 3]);
    expect(spot[(6 * 15 + 7) * 3]).toBeCloseTo(spot[(7 * 15 + 6) * 3], 6);
  });

  it('smears a spot along its direction only', () => {
    const smeared = motionBlur(
      grey(9, (x, y) => (x === 4 && y === 4 ? 1 : 0)),
      9,
      3,
      0,
    );
    const row = [2, 3, 4, 5, 6].map((x) => smeared[(4 * 9 + x) * 3]);
    expect(row.map((value) => Number(value.toFixed(4)))).toEqual([0, 0.3333, 0.3333, 0.3333, 0]);
    expect(smeared[(3 * 9 + 4) * 3]).toBe(0);
  });
});

describe('the passage through JPEG', () => {
  const picture = () => {
    const image = createRgbImage(20, 12);
    for (let i = 0; i < image.data.length; i++) image.data[i] = (i * 37 + ((i * i) % 91)) % 256;
    return image;
  };

  it('leaves quality 100 alone and keeps a flat grey exactly', () => {
    const image = picture();
    expect(throughJpeg(image, 100)).toBe(image);
    const flat = createRgbImage(16, 16);
    flat.data.fill(128);
    expect([...throughJpeg(flat, 30).data]).toEqual([...flat.data]);
  });

  it('damages more at a lower quality and keeps the size', () => {
    const image = picture();
    const damage = (quality: number) =>
      Array.from(throughJpeg(image, quality).data).reduce((sum, value, i) => sum + Math.abs(value - image.data[i]), 0);
    expect(throughJpeg(image, 40).data).toHaveLength(20 * 12 * 3);
    expect(damage(20)).toBeGreaterThan(damage(60));
    expect(damage(60)).toBeGreaterThan(damage(95));
  });
});
