import { bytes, load4, multiplyAdd, splat } from './simd';

/** rows of the left matrix that stay in the first cache while all panels of the right one pass by */
const ROW_BLOCK = 48;
/** rows summed before a partial gradient goes back to memory */
const SUM_BLOCK = 96;

/**
 * Copies W [inner, outer] into panels of eight columns, [outer / 8][inner][8], the order `multiply` reads.
 *
 * @param transposed the source holds Wᵀ, that is [outer, inner]
 */
export function packPanels(source: usize, panels: usize, inner: i32, outer: i32, transposed: bool): void {
  const columnStep = bytes(transposed ? inner : 1);
  const rowStep = bytes(transposed ? 1 : outer);
  let to = panels;
  for (let o = 0; o < outer; o += 8) {
    let row = source + (o as usize) * columnStep;
    for (let k = 0; k < inner; k++) {
      let from = row;
      for (let j = 0; j < 8; j++) {
        store<f32>(to, load<f32>(from));
        from += columnStep;
        to += 4;
      }
      row += rowStep;
    }
  }
}

/** Z [rows, outer] = X [rows, inner] · W, with W packed by `packPanels`; outer is a multiple of 8. */
export function multiply(x: usize, panels: usize, z: usize, rows: i32, inner: i32, outer: i32): void {
  const xRow = bytes(inner);
  const zRow = bytes(outer);
  for (let first = 0; first < rows; first += ROW_BLOCK) {
    const last = min(first + ROW_BLOCK, rows);
    for (let o = 0; o < outer; o += 8) {
      const panel = panels + bytes(o * inner);
      let row = first;
      // four rows by eight columns: with more of them V8 moves sums to and from the stack, measured a quarter slower
      for (; row + 4 <= last; row += 4) {
        let a0 = f32x4.splat(0), a1 = a0, b0 = a0, b1 = a0, c0 = a0, c1 = a0, d0 = a0, d1 = a0;
        let from = x + (row as usize) * xRow;
        let p = panel;
        const end = from + xRow;
        while (from < end) {
          const w0 = load4(p), w1 = v128.load(p, 16);
          let value = splat(from);
          a0 = multiplyAdd(value, w0, a0); a1 = multiplyAdd(value, w1, a1);
          let below = from + xRow;
          value = splat(below);
          b0 = multiplyAdd(value, w0, b0); b1 = multiplyAdd(value, w1, b1);
          below += xRow;
          value = splat(below);
          c0 = multiplyAdd(value, w0, c0); c1 = multiplyAdd(value, w1, c1);
          below += xRow;
          value = splat(below);
          d0 = multiplyAdd(value, w0, d0); d1 = multiplyAdd(value, w1, d1);
          p += 32;
          from += 4;
        }
        let to = z + (row as usize) * zRow + bytes(o);
        v128.store(to, a0); v128.store(to, a1, 16); to += zRow;
        v128.store(to, b0); v128.store(to, b1, 16); to += zRow;
        v128.store(to, c0); v128.store(to, c1, 16); to += zRow;
        v128.store(to, d0); v128.store(to, d1, 16);
      }
      for (; row < last; row++) {
        let a0 = f32x4.splat(0), a1 = a0;
        let from = x + (row as usize) * xRow;
        let p = panel;
        const end = from + xRow;
        while (from < end) {
          const value = splat(from);
          a0 = multiplyAdd(value, load4(p), a0);
          a1 = multiplyAdd(value, v128.load(p, 16), a1);
          p += 32;
          from += 4;
        }
        const to = z + (row as usize) * zRow + bytes(o);
        v128.store(to, a0); v128.store(to, a1, 16);
      }
    }
  }
}

/** G [inner, outer] = Xᵀ · D for X [rows, inner], D [rows, outer]; inner is a multiple of 4, outer of 8. */
export function multiplyTransposed(x: usize, d: usize, g: usize, rows: i32, inner: i32, outer: i32): void {
  const xRow = bytes(inner);
  const dRow = bytes(outer);
  memory.fill(g, 0, (inner as usize) * dRow);
  for (let first = 0; first < rows; first += SUM_BLOCK) {
    const count = min(SUM_BLOCK, rows - first);
    for (let k = 0; k < inner; k += 4) {
      for (let o = 0; o < outer; o += 8) {
        const g0 = g + (k as usize) * dRow + bytes(o);
        const g1 = g0 + dRow, g2 = g1 + dRow, g3 = g2 + dRow;
        let a0 = load4(g0), a1 = v128.load(g0, 16), b0 = load4(g1), b1 = v128.load(g1, 16);
        let c0 = load4(g2), c1 = v128.load(g2, 16), e0 = load4(g3), e1 = v128.load(g3, 16);
        let from = x + (first as usize) * xRow + bytes(k);
        let gradient = d + (first as usize) * dRow + bytes(o);
        for (let i = 0; i < count; i++) {
          const d0 = load4(gradient), d1 = v128.load(gradient, 16);
          let value = splat(from);
          a0 = multiplyAdd(value, d0, a0); a1 = multiplyAdd(value, d1, a1);
          value = v128.load_splat<f32>(from, 4);
          b0 = multiplyAdd(value, d0, b0); b1 = multiplyAdd(value, d1, b1);
          value = v128.load_splat<f32>(from, 8);
          c0 = multiplyAdd(value, d0, c0); c1 = multiplyAdd(value, d1, c1);
          value = v128.load_splat<f32>(from, 12);
          e0 = multiplyAdd(value, d0, e0); e1 = multiplyAdd(value, d1, e1);
          from += xRow;
          gradient += dRow;
        }
        v128.store(g0, a0); v128.store(g0, a1, 16);
        v128.store(g1, b0); v128.store(g1, b1, 16);
        v128.store(g2, c0); v128.store(g2, c1, 16);
        v128.store(g3, e0); v128.store(g3, e1, 16);
      }
    }
  }
}
