export type ImageKind = 'jpeg' | 'png' | 'webp' | 'bmp' | 'netpbm';

const ascii = (bytes: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...bytes.subarray(from, Math.min(to, bytes.length)));

/** What the bytes are, by their first ones; a file's name is never asked. undefined for anything else, SVG included. */
export function sniffImage(bytes: Uint8Array): ImageKind | undefined {
  if (ascii(bytes, 0, 3) === '\xff\xd8\xff') return 'jpeg';
  if (ascii(bytes, 0, 8) === '\x89PNG\r\n\x1a\n') return 'png';
  if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP') return 'webp';
  // a bitmap's reserved bytes are zero, which text that starts with "BM" has not
  if (ascii(bytes, 0, 2) === 'BM' && ascii(bytes, 6, 10) === '\0\0\0\0') return 'bmp';
  if (/^P[2356][\s#]/.test(ascii(bytes, 0, 3))) return 'netpbm';
  return undefined;
}
