import { bytes, load4, multiplyAdd, prelu, splat, times } from './simd';

/** side of the network's input and of the stem's output, px */
const INPUT: i32 = 192;
const OUTPUT: i32 = 96;
const CHANNELS: i32 = 16;
/** floats of a row of the encoded input: a zero pixel at the left and 192 pixels */
const ROW: i32 = 3 * (INPUT + 1);

/**
 * Network values of a crop, [193, ROW] with a row and a column of zeros at the top and the left, which stay as they are.
 *
 * @param pixels u8 [192, 192, 3]
 */
export function encodeCrop(pixels: usize, encoded: usize, scale: f32, offset: f32): void {
  const scales = f32x4.splat(scale), offsets = f32x4.splat(offset);
  for (let y = 0; y < INPUT; y++) {
    let from = pixels + times(y, 3 * INPUT);
    let to = encoded + bytes((y + 1) * ROW + 3);
    for (let i = 0; i < INPUT * 3; i += 16) {
      const raw = v128.load(from);
      const low = i16x8.extend_low_i8x16_u(raw), high = i16x8.extend_high_i8x16_u(raw);
      v128.store(to, normalise(i32x4.extend_low_i16x8_u(low), scales, offsets));
      v128.store(to, normalise(i32x4.extend_high_i16x8_u(low), scales, offsets), 16);
      v128.store(to, normalise(i32x4.extend_low_i16x8_u(high), scales, offsets), 32);
      v128.store(to, normalise(i32x4.extend_high_i16x8_u(high), scales, offsets), 48);
      from += 16;
      to += 64;
    }
  }
}

// @ts-ignore: decorator
@inline function normalise(integers: v128, scales: v128, offsets: v128): v128 {
  return f32x4.add(f32x4.mul(f32x4.convert_i32x4_u(integers), scales), offsets);
}

/**
 * 3×3 stride-2 convolution of the encoded crop, bias, PReLU.
 *
 * @param weights [3, 3, 3, 16]
 * @param out bordered [96, 96, 16]
 */
export function stem(encoded: usize, weights: usize, bias: usize, slopes: usize, out: usize): void {
  const pixel = bytes(CHANNELS);
  const row = bytes(ROW);
  const outRow = times(OUTPUT + 2, pixel);
  for (let i = 0; i < OUTPUT; i++) {
    let window = encoded + times(2 * i, row);
    let to = out + times(i + 1, outRow) + pixel;
    // three output pixels by sixteen channels: twelve sums, three inputs and one weight fill the sixteen registers of x86
    for (let j = 0; j < OUTPUT; j += 3) {
      let a0 = load4(bias), a1 = v128.load(bias, 16), a2 = v128.load(bias, 32), a3 = v128.load(bias, 48);
      let b0 = a0, b1 = a1, b2 = a2, b3 = a3;
      let c0 = a0, c1 = a1, c2 = a2, c3 = a3;
      let w = weights;
      let from = window;
      for (let dy = 0; dy < 3; dy++) {
        for (let k = 0; k < 9; k++) {
          const x = splat(from), y = v128.load_splat<f32>(from, 24), z = v128.load_splat<f32>(from, 48);
          let value = load4(w);
          a0 = multiplyAdd(x, value, a0); b0 = multiplyAdd(y, value, b0); c0 = multiplyAdd(z, value, c0);
          value = v128.load(w, 16);
          a1 = multiplyAdd(x, value, a1); b1 = multiplyAdd(y, value, b1); c1 = multiplyAdd(z, value, c1);
          value = v128.load(w, 32);
          a2 = multiplyAdd(x, value, a2); b2 = multiplyAdd(y, value, b2); c2 = multiplyAdd(z, value, c2);
          value = v128.load(w, 48);
          a3 = multiplyAdd(x, value, a3); b3 = multiplyAdd(y, value, b3); c3 = multiplyAdd(z, value, c3);
          from += 4;
          w += 64;
        }
        from += row - 36;
      }
      const s0 = load4(slopes), s1 = v128.load(slopes, 16), s2 = v128.load(slopes, 32), s3 = v128.load(slopes, 48);
      v128.store(to, prelu(a0, s0)); v128.store(to, prelu(a1, s1), 16);
      v128.store(to, prelu(a2, s2), 32); v128.store(to, prelu(a3, s3), 48);
      v128.store(to, prelu(b0, s0), 64); v128.store(to, prelu(b1, s1), 80);
      v128.store(to, prelu(b2, s2), 96); v128.store(to, prelu(b3, s3), 112);
      v128.store(to, prelu(c0, s0), 128); v128.store(to, prelu(c1, s1), 144);
      v128.store(to, prelu(c2, s2), 160); v128.store(to, prelu(c3, s3), 176);
      window += 72;
      to += 192;
    }
  }
}
