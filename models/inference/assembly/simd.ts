// Short names for the four-lane float instructions every kernel is written with.

// @ts-ignore: decorator
@inline export function load4(address: usize): v128 {
  return v128.load(address);
}

/** the float at `address` in all four lanes */
// @ts-ignore: decorator
@inline export function splat(address: usize): v128 {
  return v128.load_splat<f32>(address);
}

/** a · b + sum: in one instruction and rounded once where the module is built with relaxed SIMD, else rounded twice */
// @ts-ignore: decorator
@inline export function multiplyAdd(a: v128, b: v128, sum: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return v128.relaxed_madd<f32>(a, b, sum);
  return f32x4.add(sum, f32x4.mul(a, b));
}

/** bytes of `count` floats */
// @ts-ignore: decorator
@inline export function bytes(count: i32): usize {
  return (count as usize) << 2;
}

/** bytes of `count` things of a size */
// @ts-ignore: decorator
@inline export function times(count: i32, size: usize): usize {
  return (count as usize) * size;
}

/** max(x, 0) + slope · min(x, 0) */
// @ts-ignore: decorator
@inline export function prelu(x: v128, slope: v128): v128 {
  const zero = f32x4.splat(0);
  return multiplyAdd(f32x4.min(x, zero), slope, f32x4.max(x, zero));
}
