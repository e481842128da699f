/** Bytes that are no picture we take, in one line: `expected at most 64 megapixels, found 30000×30000`. */
export class ImageDecodeError extends Error {
  override readonly name = 'ImageDecodeError';
}
