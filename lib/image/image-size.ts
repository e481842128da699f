import type { Size } from '@/lib/landmarks/geometry';
import { parseBmpHeader } from './bmp';
import { ImageDecodeError } from './image-decode-error';
import { parseNetpbmHeader } from './netpbm';
import { sniffImage } from './sniff';

/**
 * Size of the stored pixels by the header alone, for those who must not decode: whatever way up EXIF wants them shown.
 *
 * @throws ImageDecodeError for anything but JPEG, PNG, WebP, BMP, PPM and PGM, and for a header cut short
 */
export function readImageSize(bytes: Uint8Array): Size {
  const kind = sniffImage(bytes);
  if (kind === undefined) throw new ImageDecodeError('expected an image, found something else');
  try {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const { width, height } =
      kind === 'png'
        ? { width: view.getUint32(16), height: view.getUint32(20) }
        : kind === 'jpeg'
          ? jpegSize(view)
          : kind === 'webp'
            ? webpSize(view)
            : kind === 'bmp'
              ? parseBmpHeader(bytes)
              : parseNetpbmHeader(bytes);
    if (width > 0 && height > 0) return { width, height };
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause; // a view is asked beyond its end
  }
  throw new ImageDecodeError('expected an image header with a size, found it cut short');
}

/** The start of frame (SOF0 to SOF15 but for DHT, JPG and DAC) holds the size; segments before it are stepped over. */
function jpegSize(view: DataView): Size {
  for (let at = 2; ; ) {
    const marker = view.getUint16(at);
    const isFrame = marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker);
    if (isFrame) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    if (marker === 0xffff)
      at += 1; // fill byte
    else if (marker >> 8 === 0xff) at += 2 + view.getUint16(at + 2);
    else throw new ImageDecodeError('expected a JPEG marker, found other bytes');
  }
}

/** RFC 9649: the canvas of VP8X, else the frame of VP8L (14 bits each, less one) or VP8. */
function webpSize(view: DataView): Size {
  const uint24 = (at: number) => view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
  const kind = String.fromCharCode(...[12, 13, 14, 15].map((at) => view.getUint8(at)));
  if (kind === 'VP8X') return { width: uint24(24) + 1, height: uint24(27) + 1 };
  if (kind === 'VP8L') {
    const bits = view.getUint32(21, true);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
}
