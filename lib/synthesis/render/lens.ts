import type { RgbImage } from '@/lib/image/rgb-image';
import { createRgbImage } from '@/lib/image/rgb-image';
import type { Random } from '@/lib/random';
import { radians } from '../head/deform';
import type { FaceParameters } from '../parameter-ranges';
import { gaussianBlur, motionBlur } from './blur';
import { toByte } from './colour';
import { scratchFloats } from './scratch';

/** Averages supersample² samples into each pixel, in linear light. @returns [size·size·3] */
export function resolveSamples(samples: Float32Array, size: number, supersample: number): Float32Array {
  if (supersample === 1) return samples;
  const wide = size * supersample;
  const picture = scratchFloats('picture', size * size * 3).fill(0);
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

/** Everything that happens between the scene and the file, except compression. */
export function develop(picture: Float32Array, size: number, lens: FaceParameters['lens'], random: Random): RgbImage {
  const soft = gaussianBlur(picture, size, (lens.blur * size) / 1000);
  const light = motionBlur(soft, size, (lens.motionBlur * size) / 1000, radians(lens.motionAngleDeg));
  const image = createRgbImage(size, size);
  const gain = 2 ** lens.exposure;
  const redGain = gain * (1 + 0.22 * lens.warmth + 0.06 * lens.tint);
  const greenGain = gain * (1 - 0.1 * lens.tint);
  const blueGain = gain * (1 - 0.24 * lens.warmth + 0.06 * lens.tint);
  const { noise, contrast, saturation } = lens;
  const { next } = random;
  for (let y = 0, o = 0; y < size; y++) {
    const dv = y / size - 0.5;
    for (let x = 0; x < size; x++, o += 3) {
      const du = x / size - 0.5;
      const edge = 1 - lens.vignette * 1.2 * (du * du + dv * dv);
      const red = expose(light[o] * redGain * edge);
      const green = expose(light[o + 1] * greenGain * edge);
      const blue = expose(light[o + 2] * blueGain * edge);
      const grey = 0.299 * red + 0.587 * green + 0.114 * blue;
      const base = 128 + (grey - 128) * contrast;
      const chroma = saturation * contrast;
      let grain = 0;
      let colourGrain = 0;
      if (noise > 0) {
        grain = (next() + next() + next() - 1.5) * 1.6 * noise;
        colourGrain = (next() - 0.5) * noise;
      }
      image.data[o] = byte(base + (red - grey) * chroma + grain + colourGrain);
      image.data[o + 1] = byte(base + (green - grey) * chroma + grain);
      image.data[o + 2] = byte(base + (blue - grey) * chroma + grain - colourGrain);
    }
  }
  return image;
}

/** sRGB byte of linear light; a soft shoulder keeps highlights from clipping hard. */
const expose = (v: number): number => toByte(v < 0.7 ? v : 0.7 + 0.3 * (1 - 1 / (1 + (v - 0.7) / 0.3)));

const byte = (v: number): number => (v < 0 ? 0 : v > 255 ? 255 : (v + 0.5) | 0);
