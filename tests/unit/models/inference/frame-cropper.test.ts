import { beforeAll, describe, expect, it } from 'vitest';
import { extractCrop, squareFrame } from '@/lib/image/crop';
import { createRgbImage, type RgbImage } from '@/lib/image/rgb-image';
import { createRandom } from '@/lib/random';
import { FrameCropper } from '@/models/inference/frame-cropper';
import { loadKernels } from '@/models/inference/load-node';

let kernels: WebAssembly.Module;
beforeAll(async () => {
  kernels = await loadKernels();
});

function noise(width: number, height: number): RgbImage {
  const random = createRandom(width);
  const image = createRgbImage(width, height);
  for (let i = 0; i < image.data.length; i++) image.data[i] = random.integer(256);
  return image;
}

function show(cropper: FrameCropper, { width, height, data }: RgbImage): void {
  const frame = cropper.frameOf(width, height);
  for (let from = 0, to = 0; from < data.length; from += 3, to += 4) {
    frame.set(data.subarray(from, from + 3), to);
    frame[to + 3] = 255;
  }
}

describe('crops of a video frame', () => {
  const image = noise(643, 481);

  it.each([
    ['upright', 300, 200, 300, 0],
    ['turned', 320.3, 240.8, 200, 0.4],
    ['beyond the top left corner', 10, 12, 300, -0.3],
    ['beyond the bottom right corner, halved', 630, 470, 500, 0.1],
    ['larger than the frame, halved twice', 300, 200, 1600, 0.7],
    ['wholly outside', -700, 200, 192, 0],
  ])('%s are those of a still, but for the rounding of single pixels', (_, cx, cy, side, angle) => {
    const cropper = new FrameCropper(kernels);
    show(cropper, image);
    const frame = squareFrame(cx, cy, side, 192, angle);
    for (const padding of ['zero', 'edge'] as const) {
      const still = extractCrop(image, frame, { antialias: true, padding }).data;
      const crop = cropper.cut(frame, { antialias: true, padding });
      expect(crop).toHaveLength(still.length);
      let differing = 0;
      for (const [i, value] of crop.entries()) {
        if (value === still[i]) continue;
        expect(Math.abs(value - still[i])).toBe(1);
        differing++;
      }
      expect(differing / crop.length).toBeLessThan(0.005);
    }
  });

  it('follow a frame of another size, larger or smaller', () => {
    const cropper = new FrameCropper(kernels);
    for (const side of [64, 300, 40]) {
      const still = noise(side, side + 1);
      show(cropper, still);
      const frame = squareFrame(side / 2, side / 2, side, 128);
      const options = { antialias: false, padding: 'zero' } as const;
      const crop = cropper.cut(frame, options);
      const off = extractCrop(still, frame, options).data.map((value, i) => Math.abs(value - crop[i]));
      expect(Math.max(...off)).toBeLessThanOrEqual(1);
    }
  });

  it('larger than the network’s input are refused', () => {
    const cropper = new FrameCropper(kernels);
    show(cropper, noise(8, 8));
    const cut = () => cropper.cut(squareFrame(4, 4, 8, 256), { antialias: false, padding: 'zero' });
    expect(cut).toThrow('crop: expected at most 192 px, found 256');
  });
});
