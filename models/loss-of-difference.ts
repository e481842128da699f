import { type LossSpec, landmarkLoss } from './losses';

/**
 * The loss of one landmark that is off by (dx, dy), by the very code that training runs: for the loss surfaces.
 *
 * @param dx, dy unit of the coordinates, px of the crop
 */
export function lossOfDifference(spec: LossSpec, dx: number, dy: number): number {
  return landmarkLoss(
    spec,
    {
      images: 1,
      points: 1,
      dimensions: 2,
      prediction: Float32Array.of(dx, dy),
      predictionStride: 2,
      target: new Float32Array(2),
      targetStride: 2,
      weight: Float32Array.of(1),
    },
    new Float32Array(2),
  );
}
