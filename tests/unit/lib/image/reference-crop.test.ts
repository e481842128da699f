import { describe, expect, it } from 'vitest';
import { cropFrame, extractCrop, faceBox, referenceFrame } from '@/lib/image/crop';
import { createRgbImage } from '@/lib/image/rgb-image';

/** centroid (30, 42), not the middle (35, 45) of the box 20…50 × 40…50 */
const POINTS = [
  [20, 40],
  [20, 40],
  [30, 40],
  [50, 50],
  [30, 40],
] as const;
const IMAGE = { width: 200, height: 200 };

describe('the reference crop', () => {
  it('is the landmarks’ centroid ± their span, not the middle of their box', () => {
    const box = faceBox(POINTS);
    expect(box).toEqual({ x: 20, y: 40, width: 30, height: 10, centroid: [30, 42] });
    expect(referenceFrame(box, IMAGE)).toMatchObject({ tx: 0, ty: 32, a: 60 / 192, d: 20 / 192 });
  });

  it('is centred on the box where no landmarks are known', () => {
    expect(referenceFrame({ x: 20, y: 40, width: 30, height: 10 }, IMAGE)).toMatchObject({ tx: 5, ty: 35 });
  });

  it('is clipped to the image, each axis then resized by its own factor', () => {
    const frame = referenceFrame({ ...faceBox(POINTS), centroid: [10, 195] }, IMAGE);
    expect(frame).toMatchObject({ tx: 0, a: 40 / 192, ty: 185, d: 15 / 192 });
  });

  it('shows a network whole pixels: edges of the crop meet edges of pixels', () => {
    const image = createRgbImage(200, 200);
    // column 10.7 − 8 cuts to 2, column 10.7 + 8 to 18; the columns left of and right of these are white
    for (let y = 0; y < 200; y++) {
      for (const x of [1, 18]) image.data.fill(255, (y * 200 + x) * 3, (y * 200 + x) * 3 + 3);
    }
    const box = { x: 6, y: 60, width: 8, height: 8, centroid: [10.7, 64] as const };
    const frame = cropFrame({ shape: 'reference' }, box, image, 192);
    expect(frame).toMatchObject({ a: 16 / 192, tx: 2 - 0.5 + 16 / 192 / 2 });
    const crop = extractCrop(image, frame, { antialias: false, padding: 'zero' });
    const red = (u: number) => crop.data[(96 * 192 + u) * 3];
    // 12 crop px a pixel: the centre of the first pixel lies at crop 5.5, so black holds from there to its mirror image
    expect([red(6), red(96), red(185)]).toEqual([0, 0, 0]);
  });
});
