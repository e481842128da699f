import { cropPoint } from '@/lib/landmarks/geometry';
import { IBUG_68 } from '@/lib/landmarks/scheme';
import { type CropPrediction, countCrops } from './codec';
import { FULL } from './config';

const SIZE = FULL.inputSize;

/** The same crops seen in a mirror. @param crops [B · 192 · 192 · 3] bytes */
export function mirrorCrops(crops: Uint8Array): Uint8Array {
  const mirrored = new Uint8Array(crops.length);
  const rows = countCrops(crops) * SIZE;
  for (let row = 0; row < rows; row++) {
    let from = row * SIZE * 3;
    let to = from + (SIZE - 1) * 3;
    for (let x = 0; x < SIZE; x++, from += 3, to -= 3) {
      mirrored[to] = crops[from];
      mirrored[to + 1] = crops[from + 1];
      mirrored[to + 2] = crops[from + 2];
    }
  }
  return mirrored;
}

const middle = (a: number, b: number): number => (a + b) / 2;

/**
 * Mean of what a network says of a crop and of the crop's mirror image. The mirrored answer comes back by
 * x' = 191 − x with left and right landmarks exchanged (METRICS, "Mirror map").
 */
export function averageMirrored(plain: CropPrediction, mirrored: CropPrediction): CropPrediction {
  const { mirror } = IBUG_68;
  return {
    landmarks: plain.landmarks.map(([x, y], i) => {
      const [mx, my] = mirrored.landmarks[mirror[i]];
      return cropPoint(middle(x, SIZE - 1 - mx), middle(y, my));
    }),
    z: plain.z?.map((depth, i) => middle(depth, mirrored.z?.[mirror[i]] ?? depth)) ?? null,
    confidence: plain.confidence === null ? null : middle(plain.confidence, mirrored.confidence ?? plain.confidence),
  };
}

/** Both halves of a doubled batch: the crops, then their mirror images. */
export function doubled(crops: Uint8Array): Uint8Array {
  const both = new Uint8Array(2 * crops.length);
  both.set(crops);
  both.set(mirrorCrops(crops), crops.length);
  return both;
}

/** Inverse of `doubled` for the answers. */
export function halved(predictions: readonly CropPrediction[]): CropPrediction[] {
  const count = predictions.length / 2;
  return predictions.slice(0, count).map((plain, i) => averageMirrored(plain, predictions[count + i]));
}
