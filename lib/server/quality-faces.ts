import 'server-only';
import type { ModelPredictions } from '@/lib/datasets/quality/prediction-gaps';
import type { QualityFace } from '@/lib/datasets/quality/quality-face';
import type { Dataset } from '@/prisma/generated/client';
import { annotationFromJson, boxFromJson, landmarksFromJson } from './annotation-json';
import { database } from './database';

/** A dataset as the doctor sees it: faces with a landmark in place, in the order of their names. */
export interface ExaminedDataset {
  readonly faces: readonly QualityFace[];
  readonly names: ReadonlyMap<string, string>;
  readonly predictions: readonly ModelPredictions[];
}

/** Labels and the stored answers of all models with ground-truth crops. */
export async function readQualityFaces(dataset: Dataset): Promise<ExaminedDataset> {
  const rows = await database().sample.findMany({
    where: { datasetId: dataset.id, revision: { gt: 0 }, faceSize: { not: null } },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    include: { image: true, predictions: { where: { crop: 'ground-truth' } } },
  });
  const byModel = new Map<
    string,
    Map<string, ModelPredictions['points'] extends ReadonlyMap<string, infer P> ? P : never>
  >();
  const faces = rows.flatMap((row): QualityFace[] => {
    const annotation = annotationFromJson(row.annotation);
    if (!annotation) return [];
    for (const { modelId, landmarks } of row.predictions) {
      const points = byModel.get(modelId) ?? new Map();
      points.set(
        row.id,
        landmarksFromJson(landmarks).map(([x, y]) => [x, y] as const),
      );
      byModel.set(modelId, points);
    }
    return [{ id: row.id, annotation, image: row.image, imageId: row.imageId, box: boxFromJson(row.box) }];
  });
  return {
    faces,
    names: new Map(rows.map(({ id, name }) => [id, name])),
    predictions: [...byModel].map(([model, points]) => ({ model, points })),
  };
}
