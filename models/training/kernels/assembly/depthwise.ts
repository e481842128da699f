// Depthwise 3×3 convolution and its gradients.
//
// "Bordered" buffers are [images, height + 2, width + 2, channels] with a border of zeros, so no kernel has edge cases.
// A stride of 2 reads bordered rows 2i + 1 … 2i + 3: zeros come in at the right and bottom only, as in the reference.
import { bytes, load4, multiplyAdd } from './simd';

/**
 * Y = X ∗ w.
 *
 * @param x bordered [images, height, width, channels]
 * @param weights [3, 3, channels]
 * @param accumulate adds into y instead of overwriting it (stride 1 only)
 */
export function depthwiseForward(
  x: usize, weights: usize, y: usize,
  images: i32, height: i32, width: i32, channels: i32, stride: i32, accumulate: bool,
): void {
  const pixel = bytes(channels);
  const row = (width + 2) as usize * pixel;
  const image = (height + 2) as usize * row;
  const outHeight = height / stride, outWidth = width / stride;
  const outRow = outWidth as usize * pixel;
  const corner: usize = stride == 1 ? 0 : row + pixel;
  for (let n = 0; n < images; n++) {
    for (let i = 0; i < outHeight; i++) {
      for (let c: usize = 0; c < pixel; c += 16) {
        const w = weights + c;
        const w0 = load4(w), w1 = load4(w + pixel), w2 = load4(w + 2 * pixel);
        const w3 = load4(w + 3 * pixel), w4 = load4(w + 4 * pixel), w5 = load4(w + 5 * pixel);
        const w6 = load4(w + 6 * pixel), w7 = load4(w + 7 * pixel), w8 = load4(w + 8 * pixel);
        let from = x + corner + (n as usize) * image + ((i * stride) as usize) * row + c;
        let to = y + ((n * outHeight + i) as usize) * outRow + c;
        // p, q, r: the left, middle and right column of the window, three rows each
        let p0 = load4(from), p1 = load4(from + row), p2 = load4(from + 2 * row);
        from += pixel;
        if (stride == 1) {
          let q0 = load4(from), q1 = load4(from + row), q2 = load4(from + 2 * row);
          from += pixel;
          for (let j = 0; j < outWidth; j++) {
            const r0 = load4(from), r1 = load4(from + row), r2 = load4(from + 2 * row);
            from += pixel;
            let top = f32x4.mul(p0, w0), middle = f32x4.mul(p1, w3), bottom = f32x4.mul(p2, w6);
            top = multiplyAdd(q0, w1, top); middle = multiplyAdd(q1, w4, middle); bottom = multiplyAdd(q2, w7, bottom);
            top = multiplyAdd(r0, w2, top); middle = multiplyAdd(r1, w5, middle); bottom = multiplyAdd(r2, w8, bottom);
            let sum = f32x4.add(f32x4.add(top, middle), bottom);
            if (accumulate) sum = f32x4.add(sum, load4(to));
            v128.store(to, sum);
            to += pixel;
            p0 = q0; p1 = q1; p2 = q2;
            q0 = r0; q1 = r1; q2 = r2;
          }
        } else {
          for (let j = 0; j < outWidth; j++) {
            const q0 = load4(from), q1 = load4(from + row), q2 = load4(from + 2 * row);
            from += pixel;
            const r0 = load4(from), r1 = load4(from + row), r2 = load4(from + 2 * row);
            from += pixel;
            let top = f32x4.mul(p0, w0), middle = f32x4.mul(p1, w3), bottom = f32x4.mul(p2, w6);
            top = multiplyAdd(q0, w1, top); middle = multiplyAdd(q1, w4, middle); bottom = multiplyAdd(q2, w7, bottom);
            top = multiplyAdd(r0, w2, top); middle = multiplyAdd(r1, w5, middle); bottom = multiplyAdd(r2, w8, bottom);
            v128.store(to, f32x4.add(f32x4.add(top, middle), bottom));
            to += pixel;
            p0 = r0; p1 = r1; p2 = r2;
          }
        }
      }
    }
  }
}

/**
 * Gradient of the filter, [3, 3, channels], overwritten.
 *
 * @param x bordered input [images, height, width, channels]
 * @param d bordered gradient of the output [images, height / stride, width / stride, channels]
 */
export function depthwiseFilterGradient(
  x: usize, d: usize, gradient: usize,
  images: i32, height: i32, width: i32, channels: i32, stride: i32,
): void {
  const pixel = bytes(channels);
  const row = (width + 2) as usize * pixel;
  const image = (height + 2) as usize * row;
  const outHeight = height / stride, outWidth = width / stride;
  const outRow = (outWidth + 2) as usize * pixel;
  const outImage = (outHeight + 2) as usize * outRow;
  const corner: usize = stride == 1 ? 0 : row + pixel;
  const step = (stride as usize) * pixel;
  memory.fill(gradient, 0, 9 * pixel);
  for (let n = 0; n < images; n++) {
    for (let i = 0; i < outHeight; i++) {
      for (let c: usize = 0; c < pixel; c += 16) {
        const g = gradient + c;
        let a0 = load4(g), a1 = load4(g + pixel), a2 = load4(g + 2 * pixel);
        let a3 = load4(g + 3 * pixel), a4 = load4(g + 4 * pixel), a5 = load4(g + 5 * pixel);
        let a6 = load4(g + 6 * pixel), a7 = load4(g + 7 * pixel), a8 = load4(g + 8 * pixel);
        let x0 = x + corner + (n as usize) * image + ((i * stride) as usize) * row + c;
        let from = d + (n as usize) * outImage + ((i + 1) as usize) * outRow + pixel + c;
        for (let j = 0; j < outWidth; j++) {
          const value = load4(from);
          from += pixel;
          const x1 = x0 + row, x2 = x1 + row;
          a0 = multiplyAdd(value, load4(x0), a0);
          a1 = multiplyAdd(value, load4(x0 + pixel), a1);
          a2 = multiplyAdd(value, load4(x0 + 2 * pixel), a2);
          a3 = multiplyAdd(value, load4(x1), a3);
          a4 = multiplyAdd(value, load4(x1 + pixel), a4);
          a5 = multiplyAdd(value, load4(x1 + 2 * pixel), a5);
          a6 = multiplyAdd(value, load4(x2), a6);
          a7 = multiplyAdd(value, load4(x2 + pixel), a7);
          a8 = multiplyAdd(value, load4(x2 + 2 * pixel), a8);
          x0 += step;
        }
        v128.store(g, a0); v128.store(g + pixel, a1); v128.store(g + 2 * pixel, a2);
        v128.store(g + 3 * pixel, a3); v128.store(g + 4 * pixel, a4); v128.store(g + 5 * pixel, a5);
        v128.store(g + 6 * pixel, a6); v128.store(g + 7 * pixel, a7); v128.store(g + 8 * pixel, a8);
      }
    }
  }
}

/**
 * Gradient of the input of a stride-2 convolution, overwritten. (Stride 1 needs no kernel of its own: it is
 * `depthwiseForward` of the bordered gradient with the filter turned by 180°.)
 *
 * Input pixel (2i + r, 2j + s) met filter tap (r, s) at output (i, j), and where r or s is 0 also tap 2 of the output before.
 *
 * @param d bordered gradient of the output [images, height, width, channels]
 * @param dx [images, 2·height, 2·width, channels]
 */
export function depthwiseInputGradient2(
  d: usize, weights: usize, dx: usize, images: i32, height: i32, width: i32, channels: i32,
): void {
  const pixel = bytes(channels);
  const row = (width + 2) as usize * pixel;
  const image = (height + 2) as usize * row;
  const inRow = (2 * width) as usize * pixel;
  for (let n = 0; n < images; n++) {
    for (let i = 0; i < height; i++) {
      for (let c: usize = 0; c < pixel; c += 16) {
        const w = weights + c;
        const w0 = load4(w), w1 = load4(w + pixel), w2 = load4(w + 2 * pixel);
        const w3 = load4(w + 3 * pixel), w4 = load4(w + 4 * pixel), w5 = load4(w + 5 * pixel);
        const w6 = load4(w + 6 * pixel), w7 = load4(w + 7 * pixel), w8 = load4(w + 8 * pixel);
        let here = d + (n as usize) * image + ((i + 1) as usize) * row + c;
        let above = here - row;
        let even = dx + ((n * 2 * height + 2 * i) as usize) * inRow + c;
        let odd = even + inRow;
        let aboveLeft = load4(above), left = load4(here);
        for (let j = 0; j < width; j++) {
          above += pixel;
          here += pixel;
          const up = load4(above), centre = load4(here);
          const corners = multiplyAdd(left, w2, f32x4.mul(aboveLeft, w8));
          v128.store(even, multiplyAdd(centre, w0, multiplyAdd(up, w6, corners)));
          v128.store(even + pixel, multiplyAdd(centre, w1, f32x4.mul(up, w7)));
          v128.store(odd, multiplyAdd(centre, w3, f32x4.mul(left, w5)));
          v128.store(odd + pixel, f32x4.mul(centre, w4));
          even += 2 * pixel;
          odd += 2 * pixel;
          aboveLeft = up;
          left = centre;
        }
      }
    }
  }
}
