import type { Size } from '@/lib/landmarks/geometry';
import { ImageDecodeError } from './image-decode-error';
import { createRgbImage, type RgbImage } from './rgb-image';

/**
 * Netpbm greymaps and pixmaps (netpbm.sourceforge.net/doc/pgm.html, ppm.html): P2, P3 in text, P5, P6 in bytes, two bytes a
 * sample (big endian) when the largest value is over 255. Header words are parted by white space; `#` starts a comment.
 */
export interface NetpbmHeader extends Size {
  readonly channels: 1 | 3;
  readonly isText: boolean;
  /** largest sample value, 1 to 65535: white */
  readonly maxValue: number;
  /** where the samples start */
  readonly offset: number;
}

const HASH = 0x23;
const NEWLINE = 0x0a;
const ZERO = 0x30;
const isSpace = (byte: number): boolean => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
const isDigit = (byte: number): boolean => byte >= ZERO && byte <= ZERO + 9;

/** Next number at or after `at`; undefined where the text holds none. Header and text samples have the same grammar. */
function readNumber(bytes: Uint8Array, at: number): { value: number; end: number } | undefined {
  let start = at;
  while (start < bytes.length && (isSpace(bytes[start]) || bytes[start] === HASH)) {
    if (bytes[start] === HASH) while (start < bytes.length && bytes[start] !== NEWLINE) start++;
    else start++;
  }
  let value = 0;
  let end = start;
  for (; end < bytes.length && isDigit(bytes[end]) && end - start < 9; end++) value = value * 10 + bytes[end] - ZERO;
  return end === start ? undefined : { value, end };
}

/** @throws ImageDecodeError */
export function parseNetpbmHeader(bytes: Uint8Array): NetpbmHeader {
  const kind = bytes[1] - ZERO;
  let at = 2;
  const next = (what: string): number => {
    const number = readNumber(bytes, at);
    if (!number || number.value === 0)
      throw new ImageDecodeError(`expected a netpbm header with a ${what}, found none`);
    at = number.end;
    return number.value;
  };
  const width = next('width');
  const height = next('height');
  const maxValue = next('largest value');
  if (maxValue > 65535) throw new ImageDecodeError(`expected a largest value of 1 to 65535, found ${maxValue}`);
  // exactly one white space parts header and samples
  return { width, height, maxValue, channels: kind % 3 === 0 ? 3 : 1, isText: kind < 4, offset: at + 1 };
}

/** 8-bit RGB; grey becomes three equal channels, other ranges are scaled to 0–255. @throws ImageDecodeError */
export function decodeNetpbm(bytes: Uint8Array): RgbImage {
  const header = parseNetpbmHeader(bytes);
  const { width, height, channels, maxValue } = header;
  const count = width * height * channels;
  const sampleBytes = maxValue > 255 ? 2 : 1;
  // in text, a sample is at least a digit and a space
  const needed = header.isText ? 2 * count - 1 : count * sampleBytes;
  if (bytes.length - header.offset < needed) {
    throw new ImageDecodeError(`expected ${count} samples, found the file cut short`);
  }
  const image = createRgbImage(width, height);
  const sample = header.isText ? textSamples(bytes, header.offset) : byteSamples(bytes, header.offset, sampleBytes);
  for (let to = 0; to < image.data.length; to += 3) {
    for (let k = 0; k < 3; k++) {
      image.data[to + k] =
        k > 0 && channels === 1 ? image.data[to] : Math.round((Math.min(sample(), maxValue) * 255) / maxValue);
    }
  }
  return image;
}

function byteSamples(bytes: Uint8Array, offset: number, size: 1 | 2): () => number {
  let at = offset;
  return size === 1 ? () => bytes[at++] : () => (bytes[at++] << 8) | bytes[at++];
}

function textSamples(bytes: Uint8Array, offset: number): () => number {
  let at = offset;
  return () => {
    const number = readNumber(bytes, at);
    if (!number) throw new ImageDecodeError('expected a sample value, found none');
    at = number.end;
    return number.value;
  };
}
