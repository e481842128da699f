import 'server-only';
import type { ModelPredictions } from '@/lib/datasets/quality/prediction-gaps';
import type { PredictedPoints, QualityFace } from '@/lib/datasets/quality/quality-face';
import { annotationFromJson, boxFromJson, landmarksFromJson } from './annotation-json';
import { database } from './database';
import { LABELLED, type SampleWithImage, samplePages } from './sample-pages';

/** What the doctor's report says of a sample beside its labels. */
export interface ExaminedSample {
  readonly name: string;
  readonly split: string;
  /** of the labels that are examined */
  readonly revision: number;
}

/** A dataset as the doctor sees it: faces with a landmark in place, in the order of their names. */
export interface ExaminedDataset {
  readonly faces: readonly QualityFace[];
  readonly samples: ReadonlyMap<string, ExaminedSample>;
  readonly predictions: readonly ModelPredictions[];
}

/** A sample as the doctor sees it; null without labels. */
export function toQualityFace(row: SampleWithImage): QualityFace | null {
  const annotation = annotationFromJson(row.annotation);
  if (!annotation) return null;
  const { width, height } = row.image;
  const { id, name, imageId } = row;
  return { id, name, annotation, image: { width, height }, imageId, box: boxFromJson(row.box) };
}

/** Labels, and the stored answers of all models to crops around these labels. */
export async function readQualityFaces(datasetId: string): Promise<ExaminedDataset> {
  const faces: QualityFace[] = [];
  const samples = new Map<string, ExaminedSample>();
  const byModel = new Map<string, Map<string, PredictedPoints>>();
  for await (const page of samplePages({ datasetId, ...LABELLED })) {
    const revisions = new Map(page.map(({ id, revision }) => [id, revision]));
    for (const row of page) {
      const face = toQualityFace(row);
      if (face) faces.push(face);
      samples.set(row.id, { name: row.name, split: row.split, revision: row.revision });
    }
    const answers = await database().prediction.findMany({
      where: { sampleId: { in: [...revisions.keys()] }, crop: 'ground-truth' },
    });
    for (const { modelId, sampleId, landmarks, cropRevision } of answers) {
      if (cropRevision !== revisions.get(sampleId)) continue; // it looked where an older label was
      const points = byModel.get(modelId) ?? new Map<string, PredictedPoints>();
      points.set(
        sampleId,
        landmarksFromJson(landmarks).map(([x, y]) => [x, y] as const),
      );
      byModel.set(modelId, points);
    }
  }
  return { faces, samples, predictions: [...byModel].map(([model, points]) => ({ model, points })) };
}
