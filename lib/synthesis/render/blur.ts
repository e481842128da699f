import { scratchFloats } from './scratch';

/** Weights of a Gaussian, from −reach to reach. */
function gaussianWeights(sigma: number): Float32Array {
  const reach = Math.max(1, Math.ceil(2.5 * sigma));
  const weights = Float32Array.from({ length: 2 * reach + 1 }, (_, i) => Math.exp(-0.5 * ((i - reach) / sigma) ** 2));
  const total = weights.reduce((sum, w) => sum + w, 0);
  return weights.map((w) => w / total);
}

/**
 * Weighted sum along a line of pixels, edge pixels repeated.
 *
 * @param use    names the memory of the result
 * @param dx, dy the i-th weight from the middle stands (i·dx, i·dy) away, rounded to whole pixels
 */
function smear(
  use: string,
  picture: Float32Array,
  side: number,
  weights: Float32Array,
  dx: number,
  dy: number,
): Float32Array {
  const out = scratchFloats(use, picture.length);
  const half = (weights.length - 1) / 2;
  const last = side - 1;
  const columns = Int32Array.from(weights, (_, i) => Math.round((i - half) * dx));
  const rows = Int32Array.from(weights, (_, i) => Math.round((i - half) * dy));
  for (let y = 0, o = 0; y < side; y++) {
    for (let x = 0; x < side; x++, o += 3) {
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let i = 0; i < weights.length; i++) {
        const sx = Math.min(Math.max(x + columns[i], 0), last);
        const sy = Math.min(Math.max(y + rows[i], 0), last);
        const from = (sy * side + sx) * 3;
        const w = weights[i];
        red += picture[from] * w;
        green += picture[from + 1] * w;
        blue += picture[from + 2] * w;
      }
      out[o] = red;
      out[o + 1] = green;
      out[o + 2] = blue;
    }
  }
  return out;
}

/** @param picture [side·side·3] @param sigma px; below a quarter pixel the picture is returned as it is */
export function gaussianBlur(picture: Float32Array, side: number, sigma: number): Float32Array {
  if (sigma < 0.25) return picture;
  const weights = gaussianWeights(sigma);
  return smear('blur y', smear('blur x', picture, side, weights, 1, 0), side, weights, 0, 1);
}

/** @param length of the smear, px @param angleRad its direction */
export function motionBlur(picture: Float32Array, side: number, length: number, angleRad: number): Float32Array {
  const count = Math.round(length);
  if (count < 2) return picture;
  return smear(
    'blur motion',
    picture,
    side,
    new Float32Array(count).fill(1 / count),
    Math.cos(angleRad),
    Math.sin(angleRad),
  );
}
