/** 8-bit sRGB pixels, row-major, interleaved R G B, no alpha and no padding: data.length = width · height · 3. */
export interface RgbImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array | Uint8ClampedArray;
}

export function createRgbImage(width: number, height: number): RgbImage & { readonly data: Uint8Array } {
  return { width, height, data: new Uint8Array(width * height * 3) };
}

/** Drops the alpha channel of canvas pixels (assumed opaque). @param rgba [H·W·4] */
export function rgbFromRgba(rgba: Uint8Array | Uint8ClampedArray, width: number, height: number): RgbImage {
  const image = createRgbImage(width, height);
  for (let from = 0, to = 0; to < image.data.length; from += 4, to += 3) {
    image.data[to] = rgba[from];
    image.data[to + 1] = rgba[from + 1];
    image.data[to + 2] = rgba[from + 2];
  }
  return image;
}
