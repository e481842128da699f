import type { WeightTensor } from '../facemesh/weights';

/** Columns of a weight panel. */
const PANEL = 8;

/** Columns rounded up to whole panels; the surplus is zero. */
export const paddedColumns = (columns: number): number => Math.ceil(columns / PANEL) * PANEL;

/** W[inner][outer] by `read` → panels of eight columns, [outer / 8][inner][8]. */
export function packPanels(inner: number, outer: number, read: (i: number, o: number) => number): Float32Array {
  const columns = paddedColumns(outer);
  const packed = new Float32Array(inner * columns);
  let at = 0;
  for (let first = 0; first < columns; first += PANEL) {
    for (let i = 0; i < inner; i++) {
      for (let o = first; o < first + PANEL; o++) packed[at++] = o < outer ? read(i, o) : 0;
    }
  }
  return packed;
}

/** [O, I, h, w] → [h, w, I, O] */
export function toHwio({ shape: [outer, inner, height, width], values }: WeightTensor): Float32Array {
  const taps = height * width;
  return Float32Array.from({ length: values.length }, (_, k) => {
    const o = k % outer;
    const i = Math.floor(k / outer) % inner;
    const tap = Math.floor(k / (outer * inner));
    return values[(o * inner + i) * taps + tap];
  });
}

/** [O, I, 1, 1] → panels */
export const packPointwise = ({ shape: [outer, inner], values }: WeightTensor): Float32Array =>
  packPanels(inner, outer, (i, o) => values[o * inner + i]);

/** [O, I, h, w] as one dense layer over [h, w, I] → panels */
export function packDense({ shape: [outer, inner, height, width], values }: WeightTensor): Float32Array {
  const taps = height * width;
  return packPanels(taps * inner, outer, (k, o) => {
    const i = k % inner;
    const tap = Math.floor(k / inner);
    return values[(o * inner + i) * taps + tap];
  });
}
