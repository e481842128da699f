import { sniffImage } from './sniff';

/**
 * The same picture without its EXIF data. Browsers turn a picture the way EXIF says, and cannot be asked not to; labels
 * lie on the stored pixels.
 *
 * @param bytes JPEG, PNG or WebP; anything else comes back as it is
 */
export function withoutExif(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const kind = sniffImage(bytes);
  if (kind === 'jpeg') return withoutRanges(bytes, exifOfJpeg(bytes));
  if (kind === 'png') return withoutRanges(bytes, exifOfPng(bytes));
  return kind === 'webp' ? exifRenamed(bytes) : bytes;
}

type Range = readonly [from: number, to: number];

const EXIF = 'Exif\0';
/** start of scan: compressed data follows, and no more metadata */
const SOS = 0xda;
const APP1 = 0xe1;

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array) => new DataView(buffer, byteOffset, byteLength);
const textAt = (bytes: Uint8Array, at: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + length));

/** Segments: 0xff, marker, u16 length that counts itself. */
function exifOfJpeg(bytes: Uint8Array): Range[] {
  const view = viewOf(bytes);
  const found: Range[] = [];
  for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xff && bytes[at + 1] !== SOS; ) {
    // bytes of 0xff may fill the space between segments
    if (bytes[at + 1] === 0xff) {
      at++;
      continue;
    }
    const end = at + 2 + view.getUint16(at + 2);
    if (bytes[at + 1] === APP1 && textAt(bytes, at + 4, EXIF.length) === EXIF) found.push([at, end]);
    at = end;
  }
  return found;
}

/** Chunks behind eight bytes of signature: u32 length, name, content, u32 checksum. */
function exifOfPng(bytes: Uint8Array): Range[] {
  const view = viewOf(bytes);
  const found: Range[] = [];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const end = at + 12 + view.getUint32(at);
    if (textAt(bytes, at + 4, 4) === 'eXIf') found.push([at, end]);
    at = end;
  }
  return found;
}

/** Chunks behind twelve bytes of header: name, u32 length (little endian), content, a byte where that is odd. */
function exifRenamed(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const view = viewOf(bytes);
  for (let at = 12; at + 8 <= bytes.length; ) {
    if (textAt(bytes, at, 4) === 'EXIF') {
      const renamed = bytes.slice();
      // readers pass over a chunk they do not know
      renamed.set([0x78, 0x78, 0x78, 0x78], at);
      return renamed;
    }
    at += 8 + 2 * Math.ceil(view.getUint32(at + 4, true) / 2);
  }
  return bytes;
}

function withoutRanges(bytes: Uint8Array<ArrayBuffer>, ranges: readonly Range[]): Uint8Array<ArrayBuffer> {
  if (ranges.length === 0) return bytes;
  const kept = new Uint8Array(bytes.length - ranges.reduce((sum, [from, to]) => sum + to - from, 0));
  let written = 0;
  let read = 0;
  for (const [from, to] of [...ranges, [bytes.length, bytes.length] as const]) {
    kept.set(bytes.subarray(read, from), written);
    written += from - read;
    read = to;
  }
  return kept;
}
