import { bytes, load4, multiplyAdd, prelu, splat, times } from './simd';

/** no shortcut */
export const SKIP_NONE: i32 = 0;
/** the input has the output's size */
export const SKIP_SAME: i32 = 1;
/** the 2×2 maximum of an input of twice the size */
export const SKIP_POOLED: i32 = 2;

/**
 * Rows `first` … `first + count − 1` of out = prelu(x · W + bias + shortcut).
 *
 * @param x [count, size, inner], or bordered rows of it where `xRow` says so
 * @param xRow bytes from one row of x to the next
 * @param panels W [inner, outer] in panels of eight columns, [outer / 8][inner][8]
 * @param input bordered input of the shortcut, `skipChannels` ≤ outer (missing ones count as zero)
 * @param out bordered [size, size, outer]; size is a multiple of 6, or 3
 */
export function pointwiseRows(
  x: usize, xRow: usize, panels: usize, bias: usize, slopes: usize,
  skip: i32, input: usize, skipChannels: i32,
  out: usize, size: i32, inner: i32, outer: i32, first: i32, count: i32,
): void {
  const xPixel = bytes(inner);
  const outPixel = bytes(outer);
  const outRow = times(size + 2, outPixel);
  const skipPixel = bytes(skipChannels);
  const zoom = skip == SKIP_POOLED ? 2 : 1;
  const skipRow = times(size * zoom + 2, skipPixel);
  for (let o = 0; o < outer; o += 8) {
    const panel = panels + bytes(o * inner);
    const column = bytes(o);
    const bias0 = load4(bias + column), bias1 = v128.load(bias + column, 16);
    const slope0 = load4(slopes + column), slope1 = v128.load(slopes + column, 16);
    const kind = o < skipChannels ? skip : SKIP_NONE;
    for (let i = 0; i < count; i++) {
      let from = x + times(i, xRow);
      let to = out + times(first + i + 1, outRow) + outPixel + column;
      let side = input + times((first + i) * zoom + 1, skipRow) + skipPixel + column;
      const sideStep = times(zoom, skipPixel);
      let j = 0;
      // six pixels by eight columns: twelve sums, two weights and one input fill the sixteen registers of x86
      for (; j + 6 <= size; j += 6) {
        let a0 = bias0, a1 = bias1, b0 = bias0, b1 = bias1, c0 = bias0, c1 = bias1;
        let d0 = bias0, d1 = bias1, e0 = bias0, e1 = bias1, f0 = bias0, f1 = bias1;
        const second = from + xPixel, third = second + xPixel, fourth = third + xPixel;
        const fifth = fourth + xPixel, sixth = fifth + xPixel;
        let p = panel;
        for (let k: usize = 0; k < xPixel; k += 4) {
          const w0 = load4(p), w1 = v128.load(p, 16);
          let value = splat(from + k);
          a0 = multiplyAdd(value, w0, a0); a1 = multiplyAdd(value, w1, a1);
          value = splat(second + k);
          b0 = multiplyAdd(value, w0, b0); b1 = multiplyAdd(value, w1, b1);
          value = splat(third + k);
          c0 = multiplyAdd(value, w0, c0); c1 = multiplyAdd(value, w1, c1);
          value = splat(fourth + k);
          d0 = multiplyAdd(value, w0, d0); d1 = multiplyAdd(value, w1, d1);
          value = splat(fifth + k);
          e0 = multiplyAdd(value, w0, e0); e1 = multiplyAdd(value, w1, e1);
          value = splat(sixth + k);
          f0 = multiplyAdd(value, w0, f0); f1 = multiplyAdd(value, w1, f1);
          p += 32;
        }
        finish(a0, a1, kind, side, skipRow, skipPixel, slope0, slope1, to); to += outPixel; side += sideStep;
        finish(b0, b1, kind, side, skipRow, skipPixel, slope0, slope1, to); to += outPixel; side += sideStep;
        finish(c0, c1, kind, side, skipRow, skipPixel, slope0, slope1, to); to += outPixel; side += sideStep;
        finish(d0, d1, kind, side, skipRow, skipPixel, slope0, slope1, to); to += outPixel; side += sideStep;
        finish(e0, e1, kind, side, skipRow, skipPixel, slope0, slope1, to); to += outPixel; side += sideStep;
        finish(f0, f1, kind, side, skipRow, skipPixel, slope0, slope1, to); to += outPixel; side += sideStep;
        from = sixth + xPixel;
      }
      for (; j < size; j += 3) {
        let a0 = bias0, a1 = bias1, b0 = bias0, b1 = bias1, c0 = bias0, c1 = bias1;
        const second = from + xPixel, third = second + xPixel;
        let p = panel;
        for (let k: usize = 0; k < xPixel; k += 4) {
          const w0 = load4(p), w1 = v128.load(p, 16);
          let value = splat(from + k);
          a0 = multiplyAdd(value, w0, a0); a1 = multiplyAdd(value, w1, a1);
          value = splat(second + k);
          b0 = multiplyAdd(value, w0, b0); b1 = multiplyAdd(value, w1, b1);
          value = splat(third + k);
          c0 = multiplyAdd(value, w0, c0); c1 = multiplyAdd(value, w1, c1);
          p += 32;
        }
        finish(a0, a1, kind, side, skipRow, skipPixel, slope0, slope1, to); to += outPixel; side += sideStep;
        finish(b0, b1, kind, side, skipRow, skipPixel, slope0, slope1, to); to += outPixel; side += sideStep;
        finish(c0, c1, kind, side, skipRow, skipPixel, slope0, slope1, to); to += outPixel; side += sideStep;
        from = third + xPixel;
      }
    }
  }
}

/** Adds the shortcut to eight sums of a pixel and stores their PReLU. */
// @ts-ignore: decorator
@inline function finish(
  sum0: v128, sum1: v128, skip: i32, side: usize, skipRow: usize, skipPixel: usize,
  slope0: v128, slope1: v128, to: usize,
): void {
  if (skip == SKIP_SAME) {
    sum0 = f32x4.add(sum0, load4(side));
    sum1 = f32x4.add(sum1, v128.load(side, 16));
  } else if (skip == SKIP_POOLED) {
    const right = side + skipPixel, below = side + skipRow, corner = below + skipPixel;
    sum0 = f32x4.add(sum0, f32x4.max(f32x4.max(load4(side), load4(right)), f32x4.max(load4(below), load4(corner))));
    sum1 = f32x4.add(sum1, f32x4.max(
      f32x4.max(v128.load(side, 16), v128.load(right, 16)), f32x4.max(v128.load(below, 16), v128.load(corner, 16)),
    ));
  }
  v128.store(to, prelu(sum0, slope0));
  v128.store(to, prelu(sum1, slope1), 16);
}

/** z [outer] = x [inner] · W + bias, W in panels of eight columns. */
export function dense(x: usize, panels: usize, bias: usize, z: usize, inner: i32, outer: i32): void {
  for (let o = 0; o < outer; o += 8) {
    let p = panels + bytes(o * inner);
    // four sums at a time: one alone would wait for itself
    let a0 = load4(bias + bytes(o)), a1 = v128.load(bias + bytes(o), 16);
    let b0 = f32x4.splat(0), b1 = b0;
    for (let k: usize = 0; k < bytes(inner); k += 8) {
      const value = splat(x + k), next = v128.load_splat<f32>(x + k, 4);
      a0 = multiplyAdd(value, load4(p), a0); a1 = multiplyAdd(value, v128.load(p, 16), a1);
      b0 = multiplyAdd(next, v128.load(p, 32), b0); b1 = multiplyAdd(next, v128.load(p, 48), b1);
      p += 64;
    }
    v128.store(z + bytes(o), f32x4.add(a0, b0));
    v128.store(z + bytes(o), f32x4.add(a1, b1), 16);
  }
}
