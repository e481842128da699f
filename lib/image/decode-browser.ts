import { ImageDecodeError } from './image-decode-error';
import { type RgbImage, rgbFromRgba } from './rgb-image';
import { withoutExif } from './without-exif';

/**
 * The stored pixels as 8-bit RGB, as `decodeImage` of decode-node gives them: no EXIF rotation, no colour profile. JPEG
 * leaves the rounding to the decoder, so values may differ by a step or two. For pages and workers.
 *
 * @throws ImageDecodeError when the browser cannot read the picture
 */
export async function decodeImageInBrowser(bytes: Uint8Array<ArrayBuffer>): Promise<RgbImage> {
  const bitmap = await createImageBitmap(new Blob([withoutExif(bytes)]), {
    colorSpaceConversion: 'none',
    premultiplyAlpha: 'none',
  }).catch((cause: unknown) => {
    throw new ImageDecodeError(`expected an image, found ${cause instanceof Error ? cause.message : cause}`, { cause });
  });
  const { width, height } = bitmap;
  const context = contextOf(new OffscreenCanvas(width, height));
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return rgbFromRgba(context.getImageData(0, 0, width, height).data, width, height);
}

/** Lossless. */
export async function encodePngInBrowser({ width, height, data }: RgbImage): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  const rgba = new Uint8ClampedArray(4 * width * height).fill(255);
  for (let from = 0, to = 0; from < data.length; from += 3, to += 4) {
    rgba[to] = data[from];
    rgba[to + 1] = data[from + 1];
    rgba[to + 2] = data[from + 2];
  }
  contextOf(canvas).putImageData(new ImageData(rgba, width, height), 0, 0);
  return canvas.convertToBlob({ type: 'image/png' });
}

function contextOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new ImageDecodeError('expected a canvas to decode on, found none');
  return context;
}
