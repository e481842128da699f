import type { TrainingConfig, ValidationResult } from '@/lib/contracts/training-config';
import { toCrop, toImage } from '@/lib/image/crop';
import { IBUG_68 } from '@/lib/landmarks/scheme';
import { type MeanShape, predictMeanShape } from '@/lib/metrics/mean-shape';
import { sampleErrors } from '@/lib/metrics/point-errors';
import { mean, standardDeviation } from '@/lib/metrics/statistics';
import { successRate } from '@/lib/metrics/totals';
import { landmarkLoss } from '@/models/losses';
import { presence, type ValidationFace } from './prepare';
import { PREDICTION_FLOATS } from './replica';

const COUNT = IBUG_68.count;

/**
 * Metrics of every set from the network's outputs for its held-out faces.
 *
 * @param rows f32 [faces, 205]: coordinates in crop px and the confidence logit
 */
export function validationResults(
  faces: readonly ValidationFace[],
  rows: Float32Array,
  loss: TrainingConfig['loss'],
  meanShape: MeanShape,
): Record<string, ValidationResult> {
  const sets = [...new Set(faces.map(({ set }) => set))];
  return Object.fromEntries(
    sets.map((set) => {
      const mine = Array.from(faces.keys()).filter((i) => faces[i].set === set);
      return [
        set,
        setResult(
          mine.map((i) => ({ face: faces[i], row: rows.subarray(i * PREDICTION_FLOATS, (i + 1) * PREDICTION_FLOATS) })),
          loss,
          meanShape,
        ),
      ];
    }),
  );
}

/** Faces that cannot be measured are left out of the means; preparing the data has left one a set at least. */
function setResult(
  predicted: readonly { readonly face: ValidationFace; readonly row: Float32Array }[],
  loss: TrainingConfig['loss'],
  meanShape: MeanShape,
): ValidationResult {
  const measured = predicted.flatMap(({ face, row }) => {
    const points = Array.from({ length: COUNT }, (_, k) => toImage(face.frame, [row[k], row[COUNT + k]]));
    const errors = sampleErrors(face.annotation, points, face.image);
    if (!errors) return [];
    const baseline = predictMeanShape(meanShape, face);
    const baselineErrors = baseline && sampleErrors(face.annotation, baseline, face.image);
    return [{ ...errors, loss: faceLoss(face, row, loss), baseline: baselineErrors?.error ?? null }];
  });
  const errors = measured.map(({ error }) => error);
  const baselines = measured.flatMap(({ baseline }) => (baseline === null ? [] : [baseline]));
  return {
    images: measured.length,
    loss: mean(measured.map((face) => face.loss)),
    me: mean(errors),
    std: standardDeviation(errors),
    sr20: successRate(errors, 20),
    sr10: successRate(errors, 10),
    nmeInterOcular: mean(measured.map(({ nmeInterOcular }) => nmeInterOcular)),
    meanShapeMe: baselines.length === 0 ? null : mean(baselines),
  };
}

/** The training loss of one face's x and y. */
function faceLoss(face: ValidationFace, row: Float32Array, loss: TrainingConfig['loss']): number {
  const target = new Float32Array(2 * COUNT);
  for (const [k, point] of face.annotation.points.entries()) {
    const [x, y] = toCrop(face.frame, point);
    target[k] = x;
    target[COUNT + k] = y;
  }
  return landmarkLoss(
    loss,
    {
      images: 1,
      points: COUNT,
      dimensions: 2,
      prediction: row,
      predictionStride: row.length,
      target,
      targetStride: target.length,
      weight: presence(face.annotation),
    },
    new Float32Array(2 * COUNT),
  );
}
