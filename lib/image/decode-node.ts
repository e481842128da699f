import sharp from 'sharp';
import type { Size } from '@/lib/landmarks/geometry';
import { decodeBmp, parseBmpHeader } from './bmp';
import { ImageDecodeError } from './image-decode-error';
import { decodeNetpbm, parseNetpbmHeader } from './netpbm';
import type { RgbImage } from './rgb-image';
import { type ImageKind, sniffImage } from './sniff';

/** Pictures larger than this are refused by their header, before a pixel is decoded. */
export const MAX_PIXELS = 64_000_000;

export interface ImageInfo extends Size {
  readonly mediaType: string;
}

const MEDIA_TYPES: Readonly<Record<Exclude<ImageKind, 'netpbm'>, string>> = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  bmp: 'image/bmp',
};

/**
 * Size and type by the header alone, the pixels unread: a picture that passes may still fail to decode.
 * Width and height are those of the stored pixels: landmarks lie on them, whatever way up EXIF wants them shown.
 *
 * @throws ImageDecodeError for anything but JPEG, PNG, WebP, uncompressed BMP, PPM and PGM, and over 64 megapixels
 */
export async function probeImage(bytes: Uint8Array): Promise<ImageInfo> {
  const kind = sniffImage(bytes);
  if (kind === undefined)
    throw new ImageDecodeError('expected a JPEG, PNG, WebP, BMP, PPM or PGM image, found none of them');
  const { width, height, mediaType } = await readHeader(bytes, kind);
  if (width * height === 0) throw new ImageDecodeError(`expected at least one pixel, found ${width}×${height}`);
  if (width * height > MAX_PIXELS) {
    throw new ImageDecodeError(`expected at most ${MAX_PIXELS / 1e6} megapixels, found ${width}×${height}`);
  }
  return { width, height, mediaType };
}

async function readHeader(bytes: Uint8Array, kind: ImageKind): Promise<ImageInfo> {
  if (kind === 'netpbm') {
    const { width, height, channels } = parseNetpbmHeader(bytes);
    return { width, height, mediaType: channels === 3 ? 'image/x-portable-pixmap' : 'image/x-portable-graymap' };
  }
  const mediaType = MEDIA_TYPES[kind];
  if (kind === 'bmp') return { ...sizeOf(parseBmpHeader(bytes)), mediaType };
  // libvips reads on behind the header, so a PNG's claim is looked at first: IHDR stands at a fixed place
  if (kind === 'png' && bytes.length >= 24) return { ...pngSize(bytes), mediaType };
  try {
    return { ...sizeOf(await openSharp(bytes).metadata()), mediaType };
  } catch (cause) {
    throw undecodable(cause);
  }
}

const sizeOf = ({ width, height }: Size): Size => ({ width, height });

function pngSize(bytes: Uint8Array): Size {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

/**
 * The stored pixels as 8-bit RGB: no EXIF rotation, no colour profile, alpha dropped, grey as three equal channels,
 * the first frame of an animation. Browser and server must see the same pixels.
 *
 * @throws ImageDecodeError when the bytes are no picture, a cut-short or a too large one
 */
export async function decodeImage(bytes: Uint8Array): Promise<RgbImage> {
  await probeImage(bytes);
  const kind = sniffImage(bytes);
  if (kind === 'netpbm') return decodeNetpbm(bytes);
  if (kind === 'bmp') return decodeBmp(bytes);
  try {
    const { data, info } = await openSharp(bytes)
      .removeAlpha()
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
    if (info.channels !== 3) throw new ImageDecodeError(`expected three colour channels, found ${info.channels}`);
    return { width: info.width, height: info.height, data };
  } catch (cause) {
    throw cause instanceof ImageDecodeError ? cause : undecodable(cause);
  }
}

/** The size is checked by `probeImage`; the limit here is the second lock. */
const openSharp = (bytes: Uint8Array) =>
  sharp(bytes, { failOn: 'error', limitInputPixels: MAX_PIXELS, ignoreIcc: true, autoOrient: false });

function undecodable(cause: unknown): ImageDecodeError {
  const [line] = String(cause instanceof Error ? cause.message : cause).split('\n');
  return new ImageDecodeError(`expected a whole image, found it undecodable (${line})`, { cause });
}

/** Lossless: `decodeImage` gives back the same pixels. */
export async function encodePng({ width, height, data }: RgbImage): Promise<Uint8Array> {
  return sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}
