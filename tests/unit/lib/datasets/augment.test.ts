import { describe, expect, it } from 'vitest';
import { type AugmentationSettings, augmentFace, type FaceRegion } from '@/lib/datasets/augment';
import { drawTones } from '@/lib/datasets/augment-colour';
import { occlude } from '@/lib/datasets/augment-occlusion';
import { addNoise, blurAlong, compressBlocks } from '@/lib/datasets/augment-sensor';
import { createRgbImage } from '@/lib/image/rgb-image';
import { IBUG_68 } from '@/lib/landmarks/scheme';
import { createRandom } from '@/lib/random';

const SIDE = 384;
const SETTINGS: AugmentationSettings = { margin: 1.4, size: 192, strength: 1, jitter: 1, negatives: 0, mirrored: 0.5 };

/** A black region with one lit spot for the landmark looked at; the others spread over a face-sized ellipse. */
function regionWithSpot(lit: number): FaceRegion {
  const points = new Float32Array(3 * 68);
  for (let k = 0; k < 68; k++) {
    const angle = (2 * Math.PI * k) / 68;
    points[k] = 190 + 60 * Math.cos(angle) * (0.4 + (k % 5) / 8);
    points[68 + k] = 200 + 80 * Math.sin(angle) * (0.4 + (k % 7) / 12);
    points[136 + k] = 3 * (k % 9) - 12;
  }
  const image = createRgbImage(SIDE, SIDE);
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      const distance = Math.hypot(x - points[lit], y - points[68 + lit]);
      image.data.fill(Math.max(0, 255 - 30 * distance), (y * SIDE + x) * 3, (y * SIDE + x) * 3 + 3);
    }
  }
  return { image, points, present: new Uint8Array(68).fill(1) };
}

/** Centre of mass of what is bright. */
function brightSpot(pixels: Uint8Array): [number, number] {
  let mass = 0;
  let x = 0;
  let y = 0;
  for (let i = 0; i < pixels.length; i += 3) {
    const value = Math.max(0, pixels[i + 1] - 60);
    mass += value;
    x += value * ((i / 3) % 192);
    y += value * Math.floor(i / 3 / 192);
  }
  return [x / mass, y / mass];
}

describe('augmenting a face', () => {
  it('moves each landmark with the pixels it marks', () => {
    const pixels = new Uint8Array(192 * 192 * 3);
    const offsets: number[] = [];
    for (let seed = 0; seed < 60; seed++) {
      const lit = (seed * 11) % 68;
      // no tones, noise or patches would leave the spot where it is to a tenth of a pixel: only geometry is looked at
      const random = createRandom(seed);
      const region = regionWithSpot(lit);
      const { points } = augmentFace(region, { ...SETTINGS, strength: 1e-9, jitter: 0 }, random, pixels);
      const mirrored = Math.abs(points[lit] - brightSpot(pixels)[0]) > 2;
      const index = mirrored ? IBUG_68.mirror[lit] : lit;
      const [x, y] = brightSpot(pixels);
      offsets.push(Math.hypot(points[index] - x, points[68 + index] - y));
    }
    expect(Math.max(...offsets)).toBeLessThan(0.3);
  });

  it('gives a mirrored face the landmarks of the other side', () => {
    const region = regionWithSpot(36);
    const pixels = new Uint8Array(192 * 192 * 3);
    const plain = augmentFace(region, { ...SETTINGS, strength: 0, jitter: 0 }, createRandom(1), pixels).points;
    const results = Array.from({ length: 20 }, (_, seed) =>
      augmentFace(region, { ...SETTINGS, strength: 1e-9, jitter: 0 }, createRandom(seed), pixels).points.slice(),
    );
    const mirrored = results.filter((points) => Math.abs(points[36] - plain[36]) > 1);
    expect(mirrored.length).toBeGreaterThan(3);
    expect(mirrored.length).toBeLessThan(17);
    for (const points of mirrored) {
      for (let k = 0; k < 68; k++) {
        const from = IBUG_68.mirror[k];
        expect(points[k]).toBeCloseTo(191 - plain[from], 2);
        expect(points[68 + k]).toBeCloseTo(plain[68 + from], 2);
        expect(points[136 + k]).toBeCloseTo(plain[136 + from], 2);
      }
    }
    const never = Array.from(
      { length: 10 },
      (_, seed) =>
        augmentFace(region, { ...SETTINGS, strength: 1e-9, jitter: 0, mirrored: 0 }, createRandom(seed), pixels)
          .points[36],
    );
    for (const x of never) expect(x).toBeCloseTo(plain[36], 2);
  });

  it('without strength cuts the square of the model’s card', () => {
    const region = regionWithSpot(8);
    const { points } = augmentFace(
      region,
      { ...SETTINGS, strength: 0, jitter: 0 },
      createRandom(1),
      new Uint8Array(192 * 192 * 3),
    );
    const xs = points.subarray(0, 68);
    const ys = points.subarray(68, 136);
    const width = Math.max(...xs) - Math.min(...xs);
    const height = Math.max(...ys) - Math.min(...ys);
    expect(Math.max(width, height)).toBeCloseTo(192 / 1.4, 3);
    expect((Math.max(...xs) + Math.min(...xs)) / 2).toBeCloseTo(95.5, 3);
    expect((Math.max(...ys) + Math.min(...ys)) / 2).toBeCloseTo(95.5, 3);
  });

  it('gives the same bytes for the same seed and others for another', () => {
    const region = regionWithSpot(30);
    const draw = (seed: number) => {
      const pixels = new Uint8Array(192 * 192 * 3);
      const { points } = augmentFace(region, { ...SETTINGS, negatives: 0.5 }, createRandom(seed), pixels);
      return { pixels, points };
    };
    expect(draw(8)).toEqual(draw(8));
    expect(draw(9).points).not.toEqual(draw(8).points);
  });

  it('calls a crop faceless only a quarter of its side off the face, or so close that most of it is outside', () => {
    const region = regionWithSpot(30);
    const pixels = new Uint8Array(192 * 192 * 3);
    for (let seed = 0; seed < 200; seed++) {
      const { points, face } = augmentFace(region, { ...SETTINGS, negatives: 1 }, createRandom(seed), pixels);
      expect(face).toBe(0);
      const xs = points.subarray(0, 68);
      const ys = points.subarray(68, 136);
      const isInside = (value: number) => value >= 0 && value <= 191;
      const inside = xs.filter((x, k) => isInside(x) && isInside(ys[k])).length;
      const offset = (values: Float32Array) => Math.abs((Math.max(...values) + Math.min(...values)) / 2 - 95.5);
      expect(inside < 34 || Math.max(offset(xs), offset(ys)) > 0.25 * 192).toBe(true);
    }
    expect(augmentFace(region, SETTINGS, createRandom(1), pixels).face).toBe(1);
  });
});

describe('what the camera does', () => {
  const ramp = () => Uint8Array.from({ length: 64 * 64 * 3 }, (_, i) => 60 + (Math.floor(i / 3) % 64) * 2);

  it('compresses a flat picture to itself and a busy one to something near it', () => {
    const flat = new Uint8Array(64 * 64 * 3).fill(96);
    compressBlocks(flat, 64, 6);
    expect(flat.every((value) => value === 96)).toBe(true);
    const before = ramp();
    const after = ramp();
    compressBlocks(after, 64, 12);
    expect(after).not.toEqual(before);
    expect(Math.max(...after.map((value, i) => Math.abs(value - before[i])))).toBeLessThan(20);
  });

  it('adds noise of the deviation asked for', () => {
    const pixels = new Uint8Array(64 * 64 * 3).fill(128);
    addNoise(pixels, 8, createRandom(2));
    const mean = pixels.reduce((sum, value) => sum + value, 0) / pixels.length;
    const deviation = Math.sqrt(pixels.reduce((sum, value) => sum + (value - mean) ** 2, 0) / pixels.length);
    expect(mean).toBeCloseTo(128, 0);
    expect(deviation).toBeGreaterThan(7);
    expect(deviation).toBeLessThan(9);
  });

  it('blurs a line of light over its neighbours and keeps their sum', () => {
    const pixels = new Uint8Array(64 * 64 * 3);
    for (let i = 0; i < 64; i++) for (const at of [i * 64 + 32, 32 * 64 + i]) pixels.fill(180, at * 3, at * 3 + 3);
    const before = pixels.reduce((sum, value) => sum + value, 0);
    blurAlong(pixels, 64, createRandom(3));
    expect(Math.abs(pixels.reduce((sum, value) => sum + value, 0) / before - 1)).toBeLessThan(0.02);
    expect(Math.max(...pixels)).toBe(180);
    expect(pixels.filter((value) => value > 0 && value < 180).length).toBeGreaterThan(100);
  });

  it('covers part of a picture and leaves the rest', () => {
    let covered = 0;
    for (let seed = 0; seed < 30; seed++) {
      const pixels = new Uint8Array(64 * 64 * 3).fill(7);
      occlude(pixels, 64, createRandom(seed));
      const share = pixels.filter((value) => value !== 7).length / pixels.length;
      expect(share).toBeLessThan(0.25);
      if (share > 0) covered++;
    }
    expect(covered).toBeGreaterThan(8);
  });

  it('keeps the order of tones', () => {
    for (let seed = 0; seed < 20; seed++) {
      const { red, saturation } = drawTones(createRandom(seed), 1);
      expect(saturation).toBeGreaterThanOrEqual(0);
      for (let value = 1; value < 256; value++) expect(red[value]).toBeGreaterThanOrEqual(red[value - 1]);
    }
  });
});
