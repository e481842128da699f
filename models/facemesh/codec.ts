import type { InputSpec, OutputSpec } from '@/lib/contracts/model-card';
import { type CropPoint, cropPoint } from '@/lib/landmarks/geometry';
import { FULL } from './config';

const SIZE = FULL.inputSize;
const COUNT = FULL.landmarkCount;

/** Bytes of one crop: 192 · 192 · 3, row-major, R G B. */
export const CROP_BYTES = SIZE * SIZE * 3;
/** Numbers the coordinate head gives for one crop. */
export const OUTPUTS_PER_CROP = 3 * COUNT;

/** What the network says of one crop, in the crop's own space. */
export interface CropPrediction {
  /** [68] crop px */
  readonly landmarks: readonly CropPoint[];
  /** [68] crop px, growing away from the camera, origin free; null where the model has not learnt it */
  readonly z: readonly number[] | null;
  /** 0–1; null where the model has not learnt it */
  readonly confidence: number | null;
}

/** @throws RangeError when the bytes are not whole crops */
export function countCrops(crops: Uint8Array): number {
  if (crops.length === 0 || crops.length % CROP_BYTES !== 0) {
    throw new RangeError(
      `crops: expected a multiple of ${CROP_BYTES} bytes (${SIZE}×${SIZE} RGB), found ${crops.length}`,
    );
  }
  return crops.length / CROP_BYTES;
}

/** Network values of crop pixels: [B · 192 · 192 · 3] bytes → as many values, pixel · scale + offset. */
export function encodeCrops(crops: Uint8Array, { scale, offset }: InputSpec): Float32Array {
  const table = Float32Array.from({ length: 256 }, (_, pixel) => pixel * scale + offset);
  const values = new Float32Array(crops.length);
  for (let i = 0; i < crops.length; i++) values[i] = table[crops[i]];
  return values;
}

/** Where landmark i's coordinate on this axis (0 x, 1 y, 2 z) stands among a crop's 204 outputs. */
const outputIndex = (layout: OutputSpec['layout'], i: number, axis: 0 | 1 | 2): number =>
  layout === 'planar' ? axis * COUNT + i : 3 * i + axis;

const sigmoid = (logit: number): number => 1 / (1 + Math.exp(-logit));

/**
 * @param coordinates [B · 204] of the coordinate head
 * @param logits      [B] of the confidence head; null where it was not run
 */
export function decodeOutputs(
  coordinates: Float32Array,
  logits: Float32Array | null,
  { layout, scale, offset, depth, confidence }: OutputSpec,
): CropPrediction[] {
  return Array.from({ length: coordinates.length / OUTPUTS_PER_CROP }, (_, crop) => {
    const output = (i: number, axis: 0 | 1 | 2) => coordinates[crop * OUTPUTS_PER_CROP + outputIndex(layout, i, axis)];
    const perLandmark = <T>(read: (i: number) => T) => Array.from({ length: COUNT }, (_, i) => read(i));
    return {
      landmarks: perLandmark((i) => cropPoint(output(i, 0) * scale + offset, output(i, 1) * scale + offset)),
      // depth has no origin, so the offset that moves x and y into the crop is not for it
      z: depth ? perLandmark((i) => output(i, 2) * scale) : null,
      confidence: confidence && logits ? sigmoid(logits[crop]) : null,
    };
  });
}

/**
 * The 204 outputs that decode to these landmarks: the training target, and the inverse of decodeOutputs.
 *
 * @param z [68] crop px; null puts zeros in its place
 */
export function encodeLandmarks(
  landmarks: readonly (readonly [number, number])[],
  z: readonly number[] | null,
  { layout, scale, offset }: OutputSpec,
): Float32Array {
  const outputs = new Float32Array(OUTPUTS_PER_CROP);
  landmarks.forEach(([x, y], i) => {
    outputs[outputIndex(layout, i, 0)] = (x - offset) / scale;
    outputs[outputIndex(layout, i, 1)] = (y - offset) / scale;
    outputs[outputIndex(layout, i, 2)] = z ? z[i] / scale : 0;
  });
  return outputs;
}
