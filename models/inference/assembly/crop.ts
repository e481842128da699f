import { times } from './simd';

/** Half of an RGBA image, each pixel the rounded mean of 2×2: u8 [height, stride] → [height / 2, width / 2 · 4]. */
export function halveRgba(from: usize, stride: usize, width: i32, height: i32, to: usize): void {
  const two = i16x8.splat(2);
  const halfWidth = width >> 1;
  for (let y = 0; y < height >> 1; y++) {
    let top = from + times(2 * y, stride);
    let x = 0;
    for (; x + 2 <= halfWidth; x += 2) {
      const upper = v128.load(top), lower = v128.load(top + stride);
      const left = i16x8.add(i16x8.extend_low_i8x16_u(upper), i16x8.extend_low_i8x16_u(lower));
      const right = i16x8.add(i16x8.extend_high_i8x16_u(upper), i16x8.extend_high_i8x16_u(lower));
      // [pixel 0, pixel 2] + [pixel 1, pixel 3]
      const even = v128.shuffle<i64>(left, right, 0, 2), odd = v128.shuffle<i64>(left, right, 1, 3);
      const mean = i16x8.shr_u(i16x8.add(i16x8.add(even, odd), two), 2);
      v128.store64_lane(to, i8x16.narrow_i16x8_u(mean, mean), 0);
      top += 16;
      to += 8;
    }
    for (; x < halfWidth; x++) {
      for (let c: usize = 0; c < 4; c++) {
        const sum = load<u8>(top + c) as i32 + load<u8>(top + c, 4) + load<u8>(top + stride + c) + load<u8>(top + stride + c, 4);
        store<u8>(to + c, ((sum + 2) >> 2) as u8);
      }
      top += 8;
      to += 4;
    }
  }
}

/**
 * Samples a square crop bilinearly: crop px (u, v) lies at x = a·u + c·v + tx, y = b·u + d·v + ty of the image.
 *
 * @param pixels u8 RGBA [height, stride]
 * @param zero pixels outside the image are black, not the nearest edge pixel
 * @param to u8 RGB [size, size, 3], one writable byte after it
 */
export function sampleRgba(
  pixels: usize, stride: usize, width: i32, height: i32,
  a: f64, b: f64, c: f64, d: f64, tx: f64, ty: f64, size: i32, zero: bool, to: usize,
): void {
  const right: f64 = width - 1, bottom: f64 = height - 1;
  for (let v = 0; v < size; v++) {
    let x = c * v + tx, y = d * v + ty;
    for (let u = 0; u < size; u++) {
      if (x >= 0 && y >= 0 && x < right && y < bottom) {
        const xi = x as i32, yi = y as i32;
        const at = pixels + times(yi, stride) + times(xi, 4);
        store3(to, mixPairs(at, stride, (x - xi) as f32, (y - yi) as f32));
      } else if (zero && (x < -0.5 || y < -0.5 || x > right + 0.5 || y > bottom + 0.5)) {
        // half a pixel beyond the outer pixel centres still belongs to the image
        store<u32>(to, 0);
      } else {
        const xc = min(max(x, 0.0), right), yc = min(max(y, 0.0), bottom);
        const xi = xc as i32, yi = yc as i32;
        const at = pixels + times(yi, stride) + times(xi, 4);
        const across: usize = xi + 1 < width ? 4 : 0, down: usize = yi + 1 < height ? stride : 0;
        store3(to, mix(at, across, down, (xc - xi) as f32, (yc - yi) as f32));
      }
      to += 3;
      x += a;
      y += b;
    }
  }
}

/** Between four neighbouring pixels: fx of the way to the one `across` bytes further, fy to the ones `down`. */
// @ts-ignore: decorator
@inline function mix(at: usize, across: usize, down: usize, fx: f32, fy: f32): v128 {
  const shareX = f32x4.splat(fx), shareY = f32x4.splat(fy);
  const topLeft = toFloats(at), lowLeft = toFloats(at + down);
  const top = f32x4.add(topLeft, f32x4.mul(f32x4.sub(toFloats(at + across), topLeft), shareX));
  const low = f32x4.add(lowLeft, f32x4.mul(f32x4.sub(toFloats(at + down + across), lowLeft), shareX));
  return f32x4.add(top, f32x4.mul(f32x4.sub(low, top), shareY));
}

/** The same where the pixels stand side by side. */
// @ts-ignore: decorator
@inline function mixPairs(at: usize, down: usize, fx: f32, fy: f32): v128 {
  const shareX = f32x4.splat(fx), shareY = f32x4.splat(fy);
  const above = i16x8.extend_low_i8x16_u(v128.load64_zero(at));
  const below = i16x8.extend_low_i8x16_u(v128.load64_zero(at + down));
  const topLeft = f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(above));
  const lowLeft = f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(below));
  const topRight = f32x4.convert_i32x4_u(i32x4.extend_high_i16x8_u(above));
  const lowRight = f32x4.convert_i32x4_u(i32x4.extend_high_i16x8_u(below));
  const top = f32x4.add(topLeft, f32x4.mul(f32x4.sub(topRight, topLeft), shareX));
  const low = f32x4.add(lowLeft, f32x4.mul(f32x4.sub(lowRight, lowLeft), shareX));
  return f32x4.add(top, f32x4.mul(f32x4.sub(low, top), shareY));
}

/** Rounded; the fourth byte is the next pixel's to overwrite. */
// @ts-ignore: decorator
@inline function store3(to: usize, value: v128): void {
  const whole = i32x4.trunc_sat_f32x4_u(f32x4.add(value, f32x4.splat(0.5)));
  const words = i16x8.narrow_i32x4_u(whole, whole);
  v128.store32_lane(to, i8x16.narrow_i16x8_u(words, words), 0);
}

/** The four bytes of a pixel. */
// @ts-ignore: decorator
@inline function toFloats(address: usize): v128 {
  const bytes = v128.load32_zero(address);
  return f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes)));
}
