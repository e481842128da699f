import { depthwiseRows } from './depthwise';
import { pointwiseRows, SKIP_NONE, SKIP_POOLED, SKIP_SAME } from './pointwise';
import { bytes, times } from './simd';

/** pixels whose depthwise result stays in the first cache while all panels of the pointwise filter pass by */
const STRIP: i32 = 48;

/**
 * A block with its batch norms folded away: depthwise 3×3, pointwise with bias, plus the input (2×2 maximum where the
 * stride is 2, channels grown by zeros), PReLU. Strip by strip, so that what lies between is never written to memory.
 *
 * @param input bordered [size, size, inner]
 * @param out bordered [size / stride, size / stride, outer]
 * @param scratch [48, inner], or a whole row [size / stride, inner] where that is more
 */
export function block(
  input: usize, size: i32, inner: i32, stride: i32, filter: usize,
  panels: usize, bias: usize, slopes: usize, outer: i32, out: usize, scratch: usize,
): void {
  const outSize = size / stride;
  const rows = max(1, STRIP / outSize);
  const row = times(outSize, bytes(inner));
  const skip = stride == 2 ? SKIP_POOLED : SKIP_SAME;
  for (let first = 0; first < outSize; first += rows) {
    const count = min(rows, outSize - first);
    depthwiseRows(input, filter, scratch, size, inner, stride, first, count);
    pointwiseRows(scratch, row, panels, bias, slopes, skip, input, inner, out, outSize, inner, outer, first, count);
  }
}

/** 1×1 convolution, bias, PReLU; bordered [size, size, inner] → bordered [size, size, outer]. */
export function projection(
  input: usize, size: i32, inner: i32, panels: usize, bias: usize, slopes: usize, outer: i32, out: usize,
): void {
  const pixel = bytes(inner);
  const row = times(size + 2, pixel);
  pointwiseRows(input + row + pixel, row, panels, bias, slopes, SKIP_NONE, 0, 0, out, size, inner, outer, 0, size);
}

/** The inside of a bordered [size, size, channels] as rows without a border. */
export function copyInside(input: usize, size: i32, channels: i32, to: usize): void {
  const pixel = bytes(channels);
  const row = times(size, pixel);
  for (let i = 0; i < size; i++) {
    memory.copy(to + times(i, row), input + times((i + 1) * (size + 2) + 1, pixel), row);
  }
}
