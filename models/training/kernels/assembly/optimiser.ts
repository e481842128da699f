import { addToDoubles, bytes, load4, multiplyAdd } from './simd';

/**
 * One step of Adam with decoupled weight decay (Loshchilov & Hutter, ICLR 2019, algorithm 2) over `count` floats, a
 * multiple of 4. Gradients are multiplied by `gradientScale` first (clipping by norm).
 *
 * @param decay [count] 1 where weight decay applies, 0 where not
 * @param correction1 1 / (1 − β1ᵗ)
 * @param correction2 1 / (1 − β2ᵗ)
 */
export function adamStep(
  parameters: usize, gradients: usize, first: usize, second: usize, decay: usize, count: i32,
  learningRate: f32, beta1: f32, beta2: f32, correction1: f32, correction2: f32, epsilon: f32,
  weightDecay: f32, gradientScale: f32,
): void {
  const b1 = f32x4.splat(beta1), b2 = f32x4.splat(beta2);
  const rest1 = f32x4.splat(1 - beta1), rest2 = f32x4.splat(1 - beta2);
  const k1 = f32x4.splat(correction1 * learningRate), k2 = f32x4.splat(correction2);
  const eps = f32x4.splat(epsilon), scale = f32x4.splat(gradientScale);
  const shrink = f32x4.splat(learningRate * weightDecay), one = f32x4.splat(1);
  const end = bytes(count);
  for (let at: usize = 0; at < end; at += 16) {
    const g = f32x4.mul(load4(gradients + at), scale);
    const m = multiplyAdd(g, rest1, f32x4.mul(load4(first + at), b1));
    const v = multiplyAdd(f32x4.mul(g, g), rest2, f32x4.mul(load4(second + at), b2));
    v128.store(first + at, m);
    v128.store(second + at, v);
    const kept = f32x4.mul(load4(parameters + at), f32x4.sub(one, f32x4.mul(shrink, load4(decay + at))));
    const move = f32x4.div(f32x4.mul(k1, m), f32x4.add(f32x4.sqrt(f32x4.mul(v, k2)), eps));
    v128.store(parameters + at, f32x4.sub(kept, move));
  }
}

/** average += rate · (values − average), `count` floats, a multiple of 4. */
export function followAverage(average: usize, values: usize, count: i32, rate: f32): void {
  const step = f32x4.splat(rate);
  const end = bytes(count);
  for (let at: usize = 0; at < end; at += 16) {
    const old = load4(average + at);
    v128.store(average + at, multiplyAdd(step, f32x4.sub(load4(values + at), old), old));
  }
}

/** Σ x², in f64. @param scratch four doubles */
export function sumOfSquares(x: usize, count: i32, scratch: usize): f64 {
  memory.fill(scratch, 0, 32);
  const end = x + bytes(count);
  while (x < end) {
    const stop = min(x + 16 * 256, end);
    let sum = f32x4.splat(0);
    for (; x < stop; x += 16) {
      const value = load4(x);
      sum = multiplyAdd(value, value, sum);
    }
    addToDoubles(scratch, sum);
  }
  return load<f64>(scratch) + load<f64>(scratch, 8) + load<f64>(scratch, 16) + load<f64>(scratch, 24);
}
