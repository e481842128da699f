/** Largest number binary16 holds. */
export const FLOAT16_MAX = 65504;

const single = new Float32Array(1);
const bits = new Uint32Array(single.buffer);

/** The IEEE 754 binary16 bits of a number, rounded to nearest, ties to even; beyond FLOAT16_MAX it becomes ±infinity. */
export function toFloat16Bits(value: number): number {
  single[0] = value;
  const sign = (bits[0] >>> 16) & 0x8000;
  const exponent = (bits[0] >>> 23) & 0xff;
  const mantissa = bits[0] & 0x7fffff;
  if (exponent === 0xff) return sign | (mantissa === 0 ? 0x7c00 : 0x7e00);

  const exponent16 = exponent - 127 + 15;
  if (exponent16 >= 31) return sign | 0x7c00;
  // numbers below 2^-14 have no hidden bit and share one exponent: they lose one more bit for every power of two
  const shift = exponent16 > 0 ? 13 : 14 - exponent16;
  if (shift > 24) return sign;
  const significand = exponent16 > 0 ? mantissa : mantissa | 0x800000;
  const base = exponent16 > 0 ? exponent16 << 10 : 0;
  const kept = significand >>> shift;
  const rest = significand & ((1 << shift) - 1);
  const half = 1 << (shift - 1);
  const up = rest > half || (rest === half && (kept & 1) === 1) ? 1 : 0;
  // a carry out of the mantissa is meant to run into the exponent
  return sign | (base + kept + up);
}

export function fromFloat16Bits(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >>> 10) & 0x1f;
  const mantissa = half & 0x3ff;
  if (exponent === 0x1f) return mantissa === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * mantissa * 2 ** -24 : sign * (mantissa + 0x400) * 2 ** (exponent - 25);
}
