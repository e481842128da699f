import { describe, expect, it } from 'vitest';
import {
  type CropFrame,
  cropFrame,
  extractCrop,
  faceBox,
  frameScale,
  planCrop,
  referenceFrame,
  squareFrame,
  toCrop,
  toImage,
} from '@/lib/image/crop';
import { createRgbImage, type RgbImage } from '@/lib/image/rgb-image';
import { createRandom } from '@/lib/random';

const image = { width: 640, height: 480 };
const box = { x: 200, y: 120, width: 90, height: 110 };

/** Red says the column, green the row. */
function ramp(width: number, height: number): RgbImage {
  const picture = createRgbImage(width, height);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) picture.data.set([x, y, 200], 3 * (y * width + x));
  return picture;
}
const pixel = ({ data, width }: RgbImage, x: number, y: number) => [
  ...data.slice(3 * (y * width + x), 3 * (y * width + x) + 3),
];

const frames: [string, CropFrame][] = [
  ['the reference crop', cropFrame({ shape: 'reference' }, box, image, 192)],
  ['a square crop', cropFrame({ shape: 'square', margin: 1.5 }, box, image, 192)],
  ['a turned square crop', cropFrame({ shape: 'square', margin: 1.2 }, box, image, 128, 0.7)],
];

describe('a crop frame', () => {
  it.each(frames)('of %s takes every point to the crop and back', (_, frame) => {
    for (const point of [
      [0, 0],
      [321.5, 17.25],
      [-40, 900],
    ] as const) {
      const [x, y] = toImage(frame, toCrop(frame, point));
      expect(Math.hypot(x - point[0], y - point[1])).toBeLessThan(1e-9); // px
      const [u, v] = toCrop(frame, toImage(frame, point));
      expect(Math.hypot(u - point[0], v - point[1])).toBeLessThan(1e-9); // crop px
    }
  });

  it('meets pixel edges with crop edges', () => {
    // 10 px side on 5 crop px: crop pixel 0 covers image pixels 20 and 21, its centre lies between them
    const frame = squareFrame(24.5, 34.5, 10, 5);
    expect(toImage(frame, [0, 0])).toEqual([20.5, 30.5]);
    expect(toImage(frame, [4, 4])).toEqual([28.5, 38.5]);
    expect(frameScale(frame)).toBe(2);
  });

  it('turned a quarter clockwise has its right side at the image’s bottom', () => {
    const [x, y] = toImage(squareFrame(50, 50, 192, 192, Math.PI / 2), [191, 95.5]);
    expect(x).toBeCloseTo(50, 9);
    expect(y).toBeCloseTo(145.5, 9);
  });

  it('of the reference crop is the centroid plus and minus the spans, clipped to the image', () => {
    const points = [
      [10, 20],
      [40, 60],
      [13, 70],
    ] as const;
    // centroid (21, 50), spans 30 and 50: x from −9 (clipped to 0) to 51, y from 0 to 100
    const frame = referenceFrame(faceBox(points), { width: 200, height: 90 });
    expect(frame).toEqual({ size: 192, a: 51 / 192, b: 0, c: 0, d: 90 / 192, tx: 0, ty: 0 });
  });

  it('is none where the face lies wholly outside', () => {
    expect(referenceFrame({ x: 700, y: 10, width: 20, height: 20 }, image)).toBeNull();
  });
});

/** The plain way: halve the whole image until the crop shrinks it by less than two, then sample. */
function wholeHalved(image: RgbImage, frame: CropFrame, padding: 'zero' | 'edge'): RgbImage {
  if (frameScale(frame) < 2) return extractCrop(image, frame, { antialias: false, padding });
  const half = createRgbImage(image.width >> 1, image.height >> 1);
  for (let y = 0; y < half.height; y++) {
    for (let x = 0; x < half.width; x++) {
      for (let k = 0; k < 3; k++) {
        const at = (dx: number, dy: number) => image.data[3 * ((2 * y + dy) * image.width + 2 * x + dx) + k];
        half.data[3 * (y * half.width + x) + k] = (at(0, 0) + at(1, 0) + at(0, 1) + at(1, 1) + 2) >> 2;
      }
    }
  }
  const { size, a, b, c, d, tx, ty } = frame;
  const map = { size, a: a / 2, b: b / 2, c: c / 2, d: d / 2, tx: (tx - 0.5) / 2, ty: (ty - 0.5) / 2 };
  return wholeHalved(half, map, padding);
}

describe('extractCrop', () => {
  const plain = { antialias: false, padding: 'zero' } as const;

  it('of the whole image at its own size is the image', () => {
    const picture = ramp(9, 9);
    expect(extractCrop(picture, squareFrame(4, 4, 9, 9), plain).data).toEqual(picture.data);
  });

  it('puts an image pixel where toCrop says', () => {
    const picture = ramp(64, 64);
    const frame = squareFrame(30, 26, 16, 16);
    const [u, v] = toCrop(frame, [32.5, 25.5]);
    expect(pixel(extractCrop(picture, frame, plain), u, v)).toEqual([33, 26, 200]); // 32.5 and 25.5 rounded up
  });

  it('is black outside for zero padding and the nearest pixel for edge padding', () => {
    const frame = squareFrame(0, 4, 8, 8); // columns −4 to 3
    const picture = ramp(9, 9);
    expect(pixel(extractCrop(picture, frame, plain), 0, 4)).toEqual([0, 0, 0]);
    const edge = extractCrop(picture, frame, { antialias: false, padding: 'edge' });
    expect(pixel(edge, 0, 4)[2]).toBe(200);
  });

  it('reads the part of the image it needs, and gives what the whole image halved would', () => {
    const noise = createRgbImage(301, 211);
    const random = createRandom(5);
    for (let i = 0; i < noise.data.length; i++) noise.data[i] = random.integer(256);
    const small = 16;
    for (const [cx, cy, side, angle] of [
      [150, 100, 80, 0],
      [150.3, 100.7, 70, 0.4],
      [4, 3, 130, -0.2], // leaves the image at the top left
      [299, 209, 90, 0.1], // and at the bottom right, whose last column and row are odd
      [-200, 100, 90, 0], // lies outside
      [150, 100, 500, 0], // is larger than the image
    ]) {
      const frame = squareFrame(cx, cy, side, small, angle);
      for (const padding of ['zero', 'edge'] as const) {
        expect(extractCrop(noise, frame, { antialias: true, padding }).data).toEqual(
          wholeHalved(noise, frame, padding).data,
        );
      }
    }
    const { region, halvings } = planCrop(squareFrame(150, 100, 80, small), noise, true);
    expect(halvings).toBe(2);
    expect(region.width * region.height).toBeLessThan(110 * 110);
  });

  it('averages the pixels of a fine stripe only when it may', () => {
    const stripes = createRgbImage(64, 64);
    for (let i = 0; i < 64 * 64; i++) stripes.data.fill(i % 2 ? 240 : 0, 3 * i, 3 * i + 3);
    const frame = squareFrame(31.5 + 0.5, 31.5, 64, 16); // centred on odd columns
    const middle = 3 * (8 * 16 + 8);
    const smooth = extractCrop(stripes, frame, { antialias: true, padding: 'edge' }).data[middle];
    const sharp = extractCrop(stripes, frame, { antialias: false, padding: 'edge' }).data[middle];
    expect(Math.abs(smooth - 120)).toBeLessThanOrEqual(2);
    expect(Math.abs(sharp - 120)).toBeGreaterThan(60);
  });
});
