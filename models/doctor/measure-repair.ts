import type { RepairEffect, RepairScores } from '@/lib/contracts/doctor';
import type { SampleErrors } from '@/lib/contracts/sample';
import type { ModelPredictions } from '@/lib/datasets/quality/prediction-gaps';
import type { QualityFace } from '@/lib/datasets/quality/quality-face';
import { applyPlan, type SetRepairPlan } from '@/lib/datasets/quality/set-repair';
import type { RgbImage } from '@/lib/image/rgb-image';
import { groundTruthBox, sampleErrors } from '@/lib/metrics/point-errors';
import { mean, standardDeviation } from '@/lib/metrics/statistics';
import { successRate } from '@/lib/metrics/totals';
import type { CropPredictor } from '@/models/facemesh/crop-predictor';
import { predictFace } from '@/models/pipeline';

/** So many faces are measured at most, spread evenly over the set. */
const MAX_FACES = 300;

export interface MeasureOptions {
  readonly model: CropPredictor;
  /** its answers to the labels as they are */
  readonly predictions: ModelPredictions;
  readonly readImage: (imageId: string) => Promise<RgbImage>;
  readonly signal?: AbortSignal;
}

/**
 * What a repair does to a model's scores. A repaired label puts the crop elsewhere, so the model looks again: the numbers
 * are those that evaluations before and after would print.
 *
 * @returns null when no face is changed that the model can be measured on
 */
export async function measureRepair(
  plan: SetRepairPlan,
  faces: readonly QualityFace[],
  { model, predictions, readImage, signal }: MeasureOptions,
): Promise<RepairEffect | null> {
  const step = Math.max(1, faces.length / MAX_FACES);
  const chosen = Array.from({ length: Math.min(faces.length, MAX_FACES) }, (_, i) => faces[Math.floor(i * step)]);
  const before: SampleErrors[] = [];
  const after: SampleErrors[] = [];
  let changed = 0;
  for (const face of chosen) {
    signal?.throwIfAborted();
    const answer = predictions.points.get(face.id);
    const own = answer && sampleErrors(face.annotation, asPairs(answer), face.image);
    if (!own || face.imageId === undefined) continue;
    const repaired = applyPlan(plan, face);
    const box = repaired && groundTruthBox(repaired);
    if (!repaired || !box) {
      before.push(own);
      after.push(own);
      continue;
    }
    const { landmarks } = await predictFace(model, await readImage(face.imageId), box);
    const its = sampleErrors(repaired, asPairs(landmarks), face.image);
    if (!its) continue;
    before.push(own);
    after.push(its);
    changed++;
  }
  if (changed === 0) return null;
  return { model: model.card.id, faces: before.length, before: scoresOf(before), after: scoresOf(after) };
}

const asPairs = (points: readonly (readonly [number, number, ...number[]])[]): (readonly [number, number])[] =>
  points.map(([x, y]) => [x, y]);

function scoresOf(errors: readonly SampleErrors[]): RepairScores {
  const px = errors.map(({ error }) => error);
  return {
    me: mean(px),
    std: standardDeviation(px),
    sr20: successRate(px, 20),
    sr10: successRate(px, 10),
    nmeInterOcular: mean(errors.map(({ nmeInterOcular }) => nmeInterOcular)),
  };
}
