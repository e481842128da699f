import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { decodeImage, encodePng, MAX_PIXELS, probeImage } from '@/lib/image/decode-node';
import { ImageDecodeError } from '@/lib/image/image-decode-error';
import { createRgbImage, type RgbImage } from '@/lib/image/rgb-image';

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);
const pixels = ({ data }: RgbImage): number[] => [...data];

/** 7 × 5 pixels that all differ. */
function gradient(): RgbImage {
  const image = createRgbImage(7, 5);
  for (let i = 0; i < 35; i++) image.data.set([i * 7, 255 - i * 5, (i * 37) % 256], 3 * i);
  return image;
}
const raw = ({ data, width, height }: RgbImage) => sharp(data, { raw: { width, height, channels: 3 } });

/** Little-endian words of a bitmap with this info header and these pixels. */
function bitmap(width: number, height: number, bits: number, rest: readonly number[], compression = 0): Uint8Array {
  const bytes = new Uint8Array(54 + rest.length);
  const view = new DataView(bytes.buffer);
  bytes.set(ascii('BM'));
  view.setUint32(10, bits === 8 ? 54 + 8 : 54, true);
  view.setUint32(14, 40, true);
  view.setInt32(18, width, true);
  view.setInt32(22, height, true);
  view.setUint16(26, 1, true);
  view.setUint16(28, bits, true);
  view.setUint32(30, compression, true);
  view.setUint32(46, bits === 8 ? 2 : 0, true);
  bytes.set(rest, 54);
  return bytes;
}

/** A PNG that says how large it is and holds nothing more. */
function pngHeader(width: number, height: number): Uint8Array {
  const bytes = new Uint8Array(33);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
  new DataView(bytes.buffer).setUint32(16, width);
  new DataView(bytes.buffer).setUint32(20, height);
  bytes.set([8, 2, 0, 0, 0], 24);
  return bytes;
}

describe('a lossless image', () => {
  it('comes back from encodePng with the same pixels', async () => {
    const png = await encodePng(gradient());
    expect(await probeImage(png)).toEqual({ width: 7, height: 5, mediaType: 'image/png' });
    expect(pixels(await decodeImage(png))).toEqual(pixels(gradient()));
  });

  it('decodes from lossless WebP', async () => {
    const webp = await raw(gradient()).webp({ lossless: true }).toBuffer();
    expect(await probeImage(webp)).toEqual({ width: 7, height: 5, mediaType: 'image/webp' });
    expect(pixels(await decodeImage(webp))).toEqual(pixels(gradient()));
  });

  it.each([
    ['grey', 1, [10, 200], [10, 10, 10, 200, 200, 200]],
    ['grey with alpha', 2, [10, 255, 200, 0], [10, 10, 10, 200, 200, 200]],
    ['colour with alpha', 4, [1, 2, 3, 0, 4, 5, 6, 128], [1, 2, 3, 4, 5, 6]],
  ] as const)('gives three channels for %s', async (_, channels, data, expected) => {
    const png = await sharp(Uint8Array.from(data), { raw: { width: 2, height: 1, channels } })
      .png()
      .toBuffer();
    expect(pixels(await decodeImage(png))).toEqual(expected);
  });

  it('gives 8 bits for 16', async () => {
    const png = await sharp(Uint16Array.from([0, 0x8000, 0xffff]), { raw: { width: 1, height: 1, channels: 3 } })
      .toColourspace('rgb16')
      .png()
      .toBuffer();
    const [red, green, blue] = pixels(await decodeImage(png));
    expect([red, blue]).toEqual([0, 255]);
    expect(Math.abs(green - 128)).toBeLessThanOrEqual(1);
  });
});

describe('a JPEG', () => {
  it('keeps the stored pixels, whatever way up EXIF wants them shown', async () => {
    const upright = await raw(gradient()).jpeg({ quality: 95 }).toBuffer();
    const turned = await raw(gradient()).withMetadata({ orientation: 6 }).jpeg({ quality: 95 }).toBuffer();
    expect(await probeImage(turned)).toEqual({ width: 7, height: 5, mediaType: 'image/jpeg' });
    expect(pixels(await decodeImage(turned))).toEqual(pixels(await decodeImage(upright)));
  });

  it('keeps the stored numbers, whatever colour profile it carries', async () => {
    const plain = await raw(gradient()).jpeg({ quality: 95 }).toBuffer();
    const wide = await sharp(plain).keepIccProfile().withIccProfile('p3').jpeg({ quality: 100 }).toBuffer();
    expect((await sharp(wide).metadata()).icc).toBeDefined();
    const stored = await sharp(wide, { ignoreIcc: true }).raw().toBuffer();
    expect(pixels(await decodeImage(wide))).toEqual([...stored]);
  });

  it('with one grey channel gives three', async () => {
    const grey = await raw(gradient()).greyscale().jpeg().toBuffer();
    const image = await decodeImage(grey);
    expect(image.data).toHaveLength(7 * 5 * 3);
    expect(image.data[0]).toBe(image.data[1]);
  });

  it('in CMYK, as printers want it, gives three channels', async () => {
    const cmyk = await raw(gradient()).toColourspace('cmyk').jpeg().toBuffer();
    expect((await decodeImage(cmyk)).data).toHaveLength(7 * 5 * 3);
  });
});

describe('a netpbm file', () => {
  it.each([
    [
      'P6 with a comment',
      Uint8Array.of(...ascii('P6 # by hand\n2 1\n255\n'), 1, 2, 3, 40, 50, 60),
      [1, 2, 3, 40, 50, 60],
    ],
    ['P5', Uint8Array.of(...ascii('P5 2 1 255\n'), 7, 9), [7, 7, 7, 9, 9, 9]],
    [
      'P5 that starts with a white-space value',
      Uint8Array.of(...ascii('P5 2 1 255\n'), 10, 32),
      [10, 10, 10, 32, 32, 32],
    ],
    ['P5 of 16 bits', Uint8Array.of(...ascii('P5 1 1 65535\n'), 0x80, 0x00), [128, 128, 128]],
    ['P3 of 4 bits', ascii('P3\n1 2\n15\n0 15 3\n5 6 # six\n7\n'), [0, 255, 51, 85, 102, 119]],
    ['P2', ascii('P2 2 1 100 50 100'), [128, 128, 128, 255, 255, 255]],
  ])('%s decodes', async (_, bytes, expected) => {
    expect(pixels(await decodeImage(bytes))).toEqual(expected);
  });

  it('is a pixmap or a greymap', async () => {
    expect((await probeImage(ascii('P3 1 1 9 1 1 1'))).mediaType).toBe('image/x-portable-pixmap');
    expect((await probeImage(ascii('P2 1 1 9 1'))).mediaType).toBe('image/x-portable-graymap');
  });

  it.each([
    ['cut short', Uint8Array.of(...ascii('P6 2 1 255\n'), 1, 2, 3), 'expected 6 samples, found the file cut short'],
    ['of text cut short', ascii('P2 2 2 9\n1 2 3'), 'expected 4 samples, found the file cut short'],
    ['with words for samples', ascii('P2 2 2 9\n1 2 three four'), 'expected a sample value, found none'],
    ['without a width', ascii('P6 \n'), 'expected a netpbm header with a width, found none'],
    ['of no height', ascii('P6 2 0 255\n'), 'expected a netpbm header with a height, found none'],
    ['of too large values', ascii('P6 1 1 70000\n'), 'expected a largest value of 1 to 65535, found 70000'],
    ['that claims 2.5 gigapixels', ascii('P5 50000 50000 255\n'), 'expected at most 64 megapixels, found 50000×50000'],
  ])('%s is refused', async (_, bytes, message) => {
    await expect(decodeImage(bytes)).rejects.toThrow(new ImageDecodeError(message));
  });
});

describe('a bitmap', () => {
  // two rows of one pixel, padded to four bytes; B G R
  const rows = [3, 2, 1, 0, 6, 5, 4, 0];
  it.each([
    ['24 bits, bottom row first', bitmap(1, 2, 24, rows), [4, 5, 6, 1, 2, 3]],
    ['24 bits, top row first', bitmap(1, -2, 24, rows), [1, 2, 3, 4, 5, 6]],
    ['32 bits', bitmap(2, 1, 32, rows), [1, 2, 3, 4, 5, 6]],
    ['8 bits by palette', bitmap(2, 1, 8, [...rows, 1, 0, 0, 0]), [4, 5, 6, 1, 2, 3]],
  ])('of %s decodes', async (_, bytes, expected) => {
    expect((await probeImage(bytes)).mediaType).toBe('image/bmp');
    expect(pixels(await decodeImage(bytes))).toEqual(expected);
  });

  it.each([
    ['cut short', bitmap(1, 3, 24, rows), 'expected 3 rows of 4 bytes, found the file cut short'],
    [
      'of run lengths',
      bitmap(1, 2, 8, rows, 1),
      'expected an uncompressed bitmap of 8, 24 or 32 bits, found 8 bits, compression 1',
    ],
    [
      'of 4 bits',
      bitmap(1, 2, 4, rows),
      'expected an uncompressed bitmap of 8, 24 or 32 bits, found 4 bits, compression 0',
    ],
    [
      'with a colour its palette lacks',
      bitmap(2, 1, 8, [...rows, 1, 2, 0, 0]),
      'expected one of 2 colours, found number 2',
    ],
    ['of no width', bitmap(0, 2, 24, rows), 'expected a bitmap with a width and a height, found none'],
    ['of a header alone', bitmap(1, 1, 24, []).subarray(0, 30), 'expected a bitmap header, found the file cut short'],
    [
      'that claims 900 megapixels',
      bitmap(30_000, 30_000, 24, rows),
      'expected at most 64 megapixels, found 30000×30000',
    ],
  ])('%s is refused', async (_, bytes, message) => {
    await expect(decodeImage(bytes)).rejects.toThrow(new ImageDecodeError(message));
  });
});

describe('hostile bytes', () => {
  let jpeg: Uint8Array;
  let png: Uint8Array;
  beforeAll(async () => {
    const noise = createRgbImage(200, 200);
    for (let i = 0; i < noise.data.length; i++) noise.data[i] = (i * i * 31) % 251;
    jpeg = await raw(noise).jpeg().toBuffer();
    png = await raw(noise).png().toBuffer();
  });

  it.each([
    ['an SVG', ascii('<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>')],
    ['an SVG behind an XML declaration', ascii('<?xml version="1.0"?><svg/>')],
    ['a GIF', ascii('GIF89a')],
    ['a TIFF', Uint8Array.of(0x49, 0x49, 42, 0, 8, 0, 0, 0)],
    ['text that starts with BM', ascii('BMW is no bitmap, whatever the letters say, and never was one at all')],
    ['nothing', new Uint8Array()],
  ])('%s is no image to us, whatever its name', async (_, bytes) => {
    const message = 'expected a JPEG, PNG, WebP, BMP, PPM or PGM image, found none of them';
    await expect(probeImage(bytes)).rejects.toThrow(new ImageDecodeError(message));
    await expect(decodeImage(bytes)).rejects.toThrow(new ImageDecodeError(message));
  });

  it('a PNG that claims 30,000 × 30,000 is refused before a pixel is decoded', async () => {
    const message = 'expected at most 64 megapixels, found 30000×30000';
    await expect(probeImage(pngHeader(30_000, 30_000))).rejects.toThrow(new ImageDecodeError(message));
    await expect(decodeImage(pngHeader(30_000, 30_000))).rejects.toThrow(new ImageDecodeError(message));
  });

  it('a JPEG that claims 65,000 × 65,000 is refused', async () => {
    const bytes = Uint8Array.from(jpeg);
    const at = bytes.findIndex((byte, i) => byte === 0xff && bytes[i + 1] === 0xc0);
    new DataView(bytes.buffer).setUint16(at + 5, 65_000);
    new DataView(bytes.buffer).setUint16(at + 7, 65_000);
    await expect(probeImage(bytes)).rejects.toThrow(ImageDecodeError);
    await expect(decodeImage(bytes)).rejects.toThrow(ImageDecodeError);
  });

  it('a PNG of no pixels is refused', async () => {
    await expect(probeImage(pngHeader(0, 7))).rejects.toThrow('expected at least one pixel, found 0×7');
  });

  it('just as many pixels as allowed pass the header', async () => {
    expect(MAX_PIXELS).toBe(64_000_000);
    expect(await probeImage(pngHeader(8000, 8000))).toEqual({ width: 8000, height: 8000, mediaType: 'image/png' });
    await expect(probeImage(pngHeader(8000, 8001))).rejects.toThrow('expected at most 64 megapixels, found 8000×8001');
  });

  it('files cut short and files of rubbish are refused in one line', async () => {
    const broken = [
      jpeg.subarray(0, jpeg.length / 2),
      png.subarray(0, png.length / 2),
      png.subarray(0, 20),
      pngHeader(10, 10),
      Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 1, 2, 3),
      ascii('RIFF1234WEBPVP8 rubbish'),
    ];
    for (const bytes of broken) {
      const error = await decodeImage(bytes).then(
        () => null,
        (cause: unknown) => cause,
      );
      expect(error).toBeInstanceOf(ImageDecodeError);
      expect(String(error)).toMatch(/^ImageDecodeError: expected [^\n]+$/);
    }
  });
});
