import type { Size } from '@/lib/landmarks/geometry';
import { ImageDecodeError } from './image-decode-error';
import { createRgbImage, type RgbImage } from './rgb-image';

/** Uncompressed Windows bitmaps (BITMAPINFOHEADER and later): 8 bits by palette, 24 and 32 bits as B G R (X). */
export interface BmpHeader extends Size {
  readonly bitsPerPixel: 8 | 24 | 32;
  /** rows stand bottom first unless the height is negative */
  readonly isTopDown: boolean;
  readonly pixelOffset: number;
  readonly paletteOffset: number;
  readonly paletteColours: number;
}

const FILE_HEADER_BYTES = 14;
const INFO_HEADER_BYTES = 40;
const UNCOMPRESSED = 0;

/** @throws ImageDecodeError */
export function parseBmpHeader(bytes: Uint8Array): BmpHeader {
  if (bytes.length < FILE_HEADER_BYTES + INFO_HEADER_BYTES) {
    throw new ImageDecodeError('expected a bitmap header, found the file cut short');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerBytes = view.getUint32(14, true);
  const width = view.getInt32(18, true);
  const height = view.getInt32(22, true);
  const bitsPerPixel = view.getUint16(28, true);
  const compression = view.getUint32(30, true);
  if (headerBytes < INFO_HEADER_BYTES || width <= 0 || height === 0) {
    throw new ImageDecodeError('expected a bitmap with a width and a height, found none');
  }
  if (compression !== UNCOMPRESSED || (bitsPerPixel !== 8 && bitsPerPixel !== 24 && bitsPerPixel !== 32)) {
    throw new ImageDecodeError(
      `expected an uncompressed bitmap of 8, 24 or 32 bits, found ${bitsPerPixel} bits, compression ${compression}`,
    );
  }
  return {
    width,
    height: Math.abs(height),
    bitsPerPixel,
    isTopDown: height < 0,
    pixelOffset: view.getUint32(10, true),
    paletteOffset: FILE_HEADER_BYTES + headerBytes,
    paletteColours: view.getUint32(46, true) || 256,
  };
}

/** @throws ImageDecodeError */
export function decodeBmp(bytes: Uint8Array): RgbImage {
  const header = parseBmpHeader(bytes);
  const { width, height, bitsPerPixel, isTopDown, pixelOffset, paletteOffset, paletteColours } = header;
  const pixelBytes = bitsPerPixel / 8;
  const rowBytes = Math.ceil((width * pixelBytes) / 4) * 4;
  const paletteEnd = bitsPerPixel === 8 ? paletteOffset + 4 * paletteColours : 0;
  if (paletteColours > 256 || bytes.length < Math.max(pixelOffset + rowBytes * height, paletteEnd)) {
    throw new ImageDecodeError(`expected ${height} rows of ${rowBytes} bytes, found the file cut short`);
  }
  const image = createRgbImage(width, height);
  let to = 0;
  for (let y = 0; y < height; y++) {
    const row = pixelOffset + rowBytes * (isTopDown ? y : height - 1 - y);
    for (let x = 0; x < width; x++, to += 3) {
      let blue = row + x * pixelBytes;
      if (bitsPerPixel === 8) {
        if (bytes[blue] >= paletteColours) {
          throw new ImageDecodeError(`expected one of ${paletteColours} colours, found number ${bytes[blue]}`);
        }
        blue = paletteOffset + 4 * bytes[blue];
      }
      image.data[to] = bytes[blue + 2];
      image.data[to + 1] = bytes[blue + 1];
      image.data[to + 2] = bytes[blue];
    }
  }
  return image;
}
