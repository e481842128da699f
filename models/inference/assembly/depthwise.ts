import { bytes, load4, multiplyAdd, times } from './simd';

/**
 * Rows `first` … `first + count − 1` of a depthwise 3×3 convolution without bias.
 *
 * A stride of 2 reads bordered rows 2i + 1 … 2i + 3: zeros come in at the right and bottom only, as in the reference.
 *
 * @param x bordered [size, size, channels]
 * @param weights [3, 3, channels]
 * @param y [count, size / stride, channels]
 */
export function depthwiseRows(
  x: usize, weights: usize, y: usize, size: i32, channels: i32, stride: i32, first: i32, count: i32,
): void {
  const pixel = bytes(channels);
  const row = times(size + 2, pixel);
  const outSize = size / stride;
  const outRow = times(outSize, pixel);
  const corner: usize = stride == 1 ? 0 : row + pixel;
  for (let c: usize = 0; c < pixel; c += 16) {
    const w = weights + c;
    const w0 = load4(w), w1 = load4(w + pixel), w2 = load4(w + 2 * pixel);
    const w3 = load4(w + 3 * pixel), w4 = load4(w + 4 * pixel), w5 = load4(w + 5 * pixel);
    const w6 = load4(w + 6 * pixel), w7 = load4(w + 7 * pixel), w8 = load4(w + 8 * pixel);
    for (let i = 0; i < count; i++) {
      let from = x + corner + times((first + i) * stride, row) + c;
      let to = y + times(i, outRow) + c;
      // p, q, r: the left, middle and right column of the window, three rows each
      let p0 = load4(from), p1 = load4(from + row), p2 = load4(from + 2 * row);
      from += pixel;
      if (stride == 1) {
        let q0 = load4(from), q1 = load4(from + row), q2 = load4(from + 2 * row);
        from += pixel;
        for (let j = 0; j < outSize; j++) {
          const r0 = load4(from), r1 = load4(from + row), r2 = load4(from + 2 * row);
          from += pixel;
          v128.store(to, window(p0, p1, p2, q0, q1, q2, r0, r1, r2, w0, w1, w2, w3, w4, w5, w6, w7, w8));
          to += pixel;
          p0 = q0; p1 = q1; p2 = q2;
          q0 = r0; q1 = r1; q2 = r2;
        }
      } else {
        for (let j = 0; j < outSize; j++) {
          const q0 = load4(from), q1 = load4(from + row), q2 = load4(from + 2 * row);
          from += pixel;
          const r0 = load4(from), r1 = load4(from + row), r2 = load4(from + 2 * row);
          from += pixel;
          v128.store(to, window(p0, p1, p2, q0, q1, q2, r0, r1, r2, w0, w1, w2, w3, w4, w5, w6, w7, w8));
          to += pixel;
          p0 = r0; p1 = r1; p2 = r2;
        }
      }
    }
  }
}

// @ts-ignore: decorator
@inline function window(
  p0: v128, p1: v128, p2: v128, q0: v128, q1: v128, q2: v128, r0: v128, r1: v128, r2: v128,
  w0: v128, w1: v128, w2: v128, w3: v128, w4: v128, w5: v128, w6: v128, w7: v128, w8: v128,
): v128 {
  let top = f32x4.mul(p0, w0), middle = f32x4.mul(p1, w3), bottom = f32x4.mul(p2, w6);
  top = multiplyAdd(q0, w1, top); middle = multiplyAdd(q1, w4, middle); bottom = multiplyAdd(q2, w7, bottom);
  top = multiplyAdd(r0, w2, top); middle = multiplyAdd(r1, w5, middle); bottom = multiplyAdd(r2, w8, bottom);
  return f32x4.add(f32x4.add(top, middle), bottom);
}
