import type { RgbImage } from '@/lib/image/rgb-image';
import { createRgbImage } from '@/lib/image/rgb-image';
import type { Random } from '@/lib/random';
import type { FaceParameters } from '../parameter-ranges';
import { toByte } from './colour';

/** Averages supersample² samples into each pixel, in linear light. @returns [size·size·3] */
export function resolveSamples(samples: Float32Array, size: number, supersample: number): Float32Array {
  if (supersample === 1) return samples;
  const wide = size * supersample;
  const picture = new Float32Array(size * size * 3);
  const share = 1 / (supersample * supersample);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const o = (y * size + x) * 3;
      for (let j = 0; j < supersample; j++) {
        let from = ((y * supersample + j) * wide + x * supersample) * 3;
        for (let i = 0; i < supersample; i++, from += 3) {
          picture[o] += samples[from] * share;
          picture[o + 1] += samples[from + 1] * share;
          picture[o + 2] += samples[from + 2] * share;
        }
      }
    }
  }
  return picture;
}

/** One-dimensional weighted sum along (dx, dy), edge pixels repeated. */
function smear(
  picture: Float32Array,
  size: number,
  offsets: readonly (readonly [number, number, number])[],
): Float32Array {
  const out = new Float32Array(picture.length);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const o = (y * size + x) * 3;
      for (const [dx, dy, weight] of offsets) {
        const sx = Math.min(Math.max(x + dx, 0), size - 1);
        const sy = Math.min(Math.max(y + dy, 0), size - 1);
        const from = (sy * size + sx) * 3;
        out[o] += picture[from] * weight;
        out[o + 1] += picture[from + 1] * weight;
        out[o + 2] += picture[from + 2] * weight;
      }
    }
  }
  return out;
}

function gaussianWeights(sigma: number): readonly (readonly [number, number])[] {
  const reach = Math.max(1, Math.ceil(2.5 * sigma));
  const weights = Array.from(
    { length: 2 * reach + 1 },
    (_, i) => [i - reach, Math.exp(-0.5 * ((i - reach) / sigma) ** 2)] as const,
  );
  const total = weights.reduce((sum, [, w]) => sum + w, 0);
  return weights.map(([at, w]) => [at, w / total] as const);
}

/** Everything that happens between the scene and the file, except compression. */
export function develop(picture: Float32Array, size: number, lens: FaceParameters['lens'], random: Random): RgbImage {
  let light = picture;
  const sigma = (lens.blur * size) / 1000;
  if (sigma > 0.25) {
    const weights = gaussianWeights(sigma);
    light = smear(
      light,
      size,
      weights.map(([at, w]) => [at, 0, w] as const),
    );
    light = smear(
      light,
      size,
      weights.map(([at, w]) => [0, at, w] as const),
    );
  }
  const reach = Math.round((lens.motionBlur * size) / 1000);
  if (reach > 1) {
    const angle = (lens.motionAngleDeg * Math.PI) / 180;
    const offsets = Array.from({ length: reach }, (_, i) => {
      const at = i - (reach - 1) / 2;
      return [Math.round(at * Math.cos(angle)), Math.round(at * Math.sin(angle)), 1 / reach] as const;
    });
    light = smear(light, size, offsets);
  }
  const image = createRgbImage(size, size);
  const gain = 2 ** lens.exposure;
  const gains = [
    gain * (1 + 0.22 * lens.warmth + 0.06 * lens.tint),
    gain * (1 - 0.1 * lens.tint),
    gain * (1 - 0.24 * lens.warmth + 0.06 * lens.tint),
  ];
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const o = (y * size + x) * 3;
      const du = x / size - 0.5;
      const dv = y / size - 0.5;
      const edge = 1 - lens.vignette * 1.2 * (du * du + dv * dv);
      const bytes = [0, 0, 0];
      for (let k = 0; k < 3; k++) {
        // a soft shoulder keeps highlights from clipping hard
        const v = light[o + k] * gains[k] * edge;
        bytes[k] = toByte(v < 0.7 ? v : 0.7 + 0.3 * (1 - 1 / (1 + (v - 0.7) / 0.3)));
      }
      const grey = 0.299 * bytes[0] + 0.587 * bytes[1] + 0.114 * bytes[2];
      const shared = lens.noise > 0 ? (random.next() + random.next() + random.next() - 1.5) * 2 * lens.noise * 0.8 : 0;
      for (let k = 0; k < 3; k++) {
        let v = grey + (bytes[k] - grey) * lens.saturation;
        v = 128 + (v - 128) * lens.contrast;
        if (lens.noise > 0) v += shared + (random.next() - 0.5) * 1.7 * lens.noise;
        image.data[o + k] = Math.min(Math.max(Math.round(v), 0), 255);
      }
    }
  }
  return image;
}
