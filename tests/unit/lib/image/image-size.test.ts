import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { readImageSize } from '@/lib/image/image-size';

const picture = () => sharp({ create: { width: 37, height: 21, channels: 3, background: '#678' } });

describe('readImageSize', () => {
  it.each([
    ['PNG', () => picture().png().toBuffer()],
    ['JPEG', () => picture().jpeg().toBuffer()],
    ['progressive JPEG with metadata', () => picture().withMetadata().jpeg({ progressive: true }).toBuffer()],
    ['lossy WebP', () => picture().webp().toBuffer()],
    ['lossless WebP', () => picture().webp({ lossless: true }).toBuffer()],
    ['WebP with metadata', () => picture().withMetadata().webp().toBuffer()],
    ['PPM', async () => new TextEncoder().encode('P6 37 21 255\n')],
  ])('reads the header of a %s', async (_, encode) => {
    expect(readImageSize(await encode())).toEqual({ width: 37, height: 21 });
  });

  it('ignores how EXIF wants the picture shown: landmarks lie on the stored pixels', async () => {
    const bytes = await picture().withMetadata({ orientation: 6 }).jpeg().toBuffer();
    expect(readImageSize(bytes)).toEqual({ width: 37, height: 21 });
  });

  it('refuses other bytes and headers cut short in one line', async () => {
    const jpeg = await picture().jpeg().toBuffer();
    const png = await picture().png().toBuffer();
    expect(() => readImageSize(new Uint8Array(9))).toThrow('expected an image, found something else');
    for (const bytes of [jpeg.subarray(0, 30), png.subarray(0, 18), jpeg.subarray(0, 3)]) {
      expect(() => readImageSize(bytes)).toThrow('expected an image header with a size, found it cut short');
    }
  });
});
