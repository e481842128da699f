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

/** a · b + sum, rounded twice: fused multiply-add is not in the baseline instruction set */
// @ts-ignore: decorator
@inline export function multiplyAdd(a: v128, b: v128, sum: v128): v128 {
  return f32x4.add(sum, f32x4.mul(a, b));
}

/** bytes of `count` floats */
// @ts-ignore: decorator
@inline export function bytes(count: i32): usize {
  return (count as usize) << 2;
}

/** Adds four float lanes to four consecutive doubles: long sums stay in f64, short ones in f32. */
// @ts-ignore: decorator
@inline export function addToDoubles(address: usize, lanes: v128): void {
  store<f64>(address, load<f64>(address) + f32x4.extract_lane(lanes, 0));
  store<f64>(address, load<f64>(address, 8) + f32x4.extract_lane(lanes, 1), 8);
  store<f64>(address, load<f64>(address, 16) + f32x4.extract_lane(lanes, 2), 16);
  store<f64>(address, load<f64>(address, 24) + f32x4.extract_lane(lanes, 3), 24);
}
