// Everything a block does pixel by pixel beside its convolutions: batch statistics, the affine maps of batch
// normalisation, the shortcut with its max-pool, PReLU, and their gradients.
import { addToDoubles, bytes, load4, multiplyAdd, splat } from './simd';

/** rows summed in f32 before the sum moves to f64 */
const CHUNK = 128;

/** Sum and sum of squares of every column of X [rows, channels] → f64 [2, channels]. */
export function columnMoments(x: usize, rows: i32, channels: i32, moments: usize): void {
  const pixel = bytes(channels);
  memory.fill(moments, 0, 2 * (channels as usize) * 8);
  for (let first = 0; first < rows; first += CHUNK) {
    const count = min(CHUNK, rows - first);
    for (let c = 0; c < channels; c += 4) {
      let from = x + (first as usize) * pixel + bytes(c);
      let sum = f32x4.splat(0), squares = sum;
      for (let i = 0; i < count; i++) {
        const value = load4(from);
        sum = f32x4.add(sum, value);
        squares = multiplyAdd(value, value, squares);
        from += pixel;
      }
      addToDoubles(moments + ((c as usize) << 3), sum);
      addToDoubles(moments + (((channels + c) as usize) << 3), squares);
    }
  }
}

/** no shortcut */
const SKIP_NONE = 0;
/** the input has the output's size */
const SKIP_SAME = 1;

/**
 * The end of a block in one pass: u = scale · z + shift + shortcut, out = prelu(u).
 *
 * @param z [images, height, width, channels]
 * @param input bordered input of the block, `inputChannels` ≤ channels (missing ones count as zero); the shortcut is
 *   the input itself, or its 2×2 maximum where `skip` is 2 (input of twice the size)
 * @param u [images, height, width, channels], kept for the gradient
 * @param out bordered
 */
export function blockOutput(
  z: usize, scale: usize, shift: usize, slope: usize, input: usize, skip: i32, inputChannels: i32,
  u: usize, out: usize, images: i32, height: i32, width: i32, channels: i32,
): void {
  const pixel = bytes(channels), inPixel = bytes(inputChannels);
  const zoom = skip == 2 ? 2 : 1;
  const inRow = (width * zoom + 2) as usize * inPixel;
  const inImage = (height * zoom + 2) as usize * inRow;
  const outRow = (width + 2) as usize * pixel;
  const zero = f32x4.splat(0);
  for (let n = 0; n < images; n++) {
    for (let i = 0; i < height; i++) {
      let to = out + ((n * (height + 2) + i + 1) as usize) * outRow + pixel;
      let from = input + (n as usize) * inImage + ((i * zoom + 1) as usize) * inRow + inPixel;
      for (let j = 0; j < width; j++) {
        for (let c: usize = 0; c < pixel; c += 16) {
          let value = multiplyAdd(load4(z + c), load4(scale + c), load4(shift + c));
          if (skip != SKIP_NONE && c < inPixel) {
            const at = from + c;
            if (skip == SKIP_SAME) {
              value = f32x4.add(value, load4(at));
            } else {
              const top = f32x4.max(load4(at), load4(at + inPixel));
              const bottom = f32x4.max(load4(at + inRow), load4(at + inRow + inPixel));
              value = f32x4.add(value, f32x4.max(top, bottom));
            }
          }
          v128.store(u + c, value);
          const negative = f32x4.mul(f32x4.min(value, zero), load4(slope + c));
          v128.store(to + c, f32x4.add(f32x4.max(value, zero), negative));
        }
        z += pixel;
        u += pixel;
        to += pixel;
        from += (zoom as usize) * inPixel;
      }
    }
  }
}

/**
 * Gradient of PReLU with the sums batch normalisation needs, in one pass.
 *
 * @param d gradient of the output [rows, channels], replaced by the gradient of u
 * @param sums f64 [3, channels]: Σ d·min(u, 0) (the slope's gradient), Σ du, Σ du·z
 */
export function blockOutputGradient(
  d: usize, u: usize, z: usize, slope: usize, rows: i32, channels: i32, sums: usize,
): void {
  const pixel = bytes(channels);
  const zero = f32x4.splat(0), one = f32x4.splat(1);
  memory.fill(sums, 0, 3 * (channels as usize) * 8);
  for (let first = 0; first < rows; first += CHUNK) {
    const count = min(CHUNK, rows - first);
    for (let c = 0; c < channels; c += 4) {
      let offset = (first as usize) * pixel + bytes(c);
      let slopeSum = zero, sum = zero, product = zero;
      const slopes = load4(slope + bytes(c));
      for (let i = 0; i < count; i++) {
        const gradient = load4(d + offset), value = load4(u + offset);
        slopeSum = multiplyAdd(gradient, f32x4.min(value, zero), slopeSum);
        const du = f32x4.mul(gradient, v128.bitselect(one, slopes, f32x4.gt(value, zero)));
        v128.store(d + offset, du);
        sum = f32x4.add(sum, du);
        product = multiplyAdd(du, load4(z + offset), product);
        offset += pixel;
      }
      addToDoubles(sums + ((c as usize) << 3), slopeSum);
      addToDoubles(sums + (((channels + c) as usize) << 3), sum);
      addToDoubles(sums + (((2 * channels + c) as usize) << 3), product);
    }
  }
}

/** Y = a·D + b·X + k, a channel each: the input gradient of batch normalisation. @param bordered y has a border */
export function channelAffine(
  d: usize, x: usize, a: usize, b: usize, k: usize, y: usize,
  images: i32, height: i32, width: i32, channels: i32, bordered: bool,
): void {
  const pixel = bytes(channels);
  const border = bordered ? 1 : 0;
  const rowPixels = width + 2 * border;
  for (let n = 0; n < images; n++) {
    for (let i = 0; i < height; i++) {
      let to = y + (((n * (height + 2 * border) + i + border) * rowPixels + border) as usize) * pixel;
      for (let j = 0; j < width; j++) {
        for (let c: usize = 0; c < pixel; c += 16) {
          const fromX = multiplyAdd(load4(x + c), load4(b + c), load4(k + c));
          v128.store(to + c, multiplyAdd(load4(d + c), load4(a + c), fromX));
        }
        to += pixel;
        d += pixel;
        x += pixel;
      }
    }
  }
}

/**
 * Gradient of the 2×2 max-pool of the shortcut, added to dx: the first pixel of a window that holds its maximum gets all.
 *
 * @param x bordered [images, 2·height, 2·width, inputChannels]
 * @param du [images, height, width, channels], of which the first inputChannels belong to the shortcut
 * @param dx [images, 2·height, 2·width, inputChannels]
 */
export function maxPoolGradient(
  x: usize, du: usize, dx: usize, images: i32, height: i32, width: i32, inputChannels: i32, channels: i32,
): void {
  const pixel = bytes(channels), inPixel = bytes(inputChannels);
  const inRow = (2 * width + 2) as usize * inPixel;
  const dxRow = (2 * width) as usize * inPixel;
  for (let n = 0; n < images; n++) {
    for (let i = 0; i < height; i++) {
      let from = x + ((n * (2 * height + 2) + 2 * i + 1) as usize) * inRow + inPixel;
      let to = dx + ((n * 2 * height + 2 * i) as usize) * dxRow;
      for (let j = 0; j < width; j++) {
        for (let c: usize = 0; c < inPixel; c += 16) {
          const at = from + c;
          const x00 = load4(at), x01 = load4(at + inPixel), x10 = load4(at + inRow), x11 = load4(at + inRow + inPixel);
          const highest = f32x4.max(f32x4.max(x00, x01), f32x4.max(x10, x11));
          const gradient = load4(du + c);
          const first = f32x4.eq(x00, highest);
          const second = v128.andnot(f32x4.eq(x01, highest), first);
          let taken = v128.or(first, second);
          const third = v128.andnot(f32x4.eq(x10, highest), taken);
          taken = v128.or(taken, third);
          let into = to + c;
          v128.store(into, f32x4.add(load4(into), v128.and(gradient, first)));
          v128.store(into + inPixel, f32x4.add(load4(into + inPixel), v128.and(gradient, second)));
          into += dxRow;
          v128.store(into, f32x4.add(load4(into), v128.and(gradient, third)));
          into += inPixel;
          v128.store(into, f32x4.add(load4(into), v128.andnot(gradient, taken)));
        }
        from += 2 * inPixel;
        to += 2 * inPixel;
        du += pixel;
      }
    }
  }
}

/** y += x, `count` floats, a multiple of 4. */
export function addTo(y: usize, x: usize, count: i32): void {
  const end = y + bytes(count);
  while (y < end) {
    v128.store(y, f32x4.add(load4(y), load4(x)));
    x += 16;
    y += 16;
  }
}

/** Y = diag(factors) · X for X [rows, columns]; columns is a multiple of 4. */
export function scaleRows(x: usize, factors: usize, y: usize, rows: i32, columns: i32): void {
  const row = bytes(columns);
  for (let r = 0; r < rows; r++) {
    const factor = splat(factors);
    const end = x + row;
    while (x < end) {
      v128.store(y, f32x4.mul(load4(x), factor));
      x += 16;
      y += 16;
    }
    factors += 4;
  }
}

/** Σ x · y of every row of X and Y [rows, columns] → f64 [rows]; columns is a multiple of 4. */
export function rowProducts(x: usize, y: usize, products: usize, rows: i32, columns: i32): void {
  const row = bytes(columns);
  for (let r = 0; r < rows; r++) {
    let sum = f32x4.splat(0);
    const end = x + row;
    while (x < end) {
      sum = multiplyAdd(load4(x), load4(y), sum);
      x += 16;
      y += 16;
    }
    const even = (f32x4.extract_lane(sum, 0) as f64) + f32x4.extract_lane(sum, 2);
    store<f64>(products, even + ((f32x4.extract_lane(sum, 1) as f64) + f32x4.extract_lane(sum, 3)));
    products += 8;
  }
}
