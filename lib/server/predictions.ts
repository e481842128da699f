import 'server-only';
import type { PredictionItem, StoredPredictions, StorePredictions } from '@/lib/contracts/prediction';
import type { SampleErrors } from '@/lib/contracts/sample';
import { REGION_IDS } from '@/lib/landmarks/scheme';
import { disagreementOf } from '@/lib/metrics/disagreement';
import { sampleErrors } from '@/lib/metrics/point-errors';
import { annotationFromJson, landmarksFromJson } from './annotation-json';
import { database, type Transaction } from './database';
import { notFound } from './user-error';

/** Keeps what a model said about samples, each with its errors against the newest labels; a later answer replaces it. */
export async function storePredictions({ model, crop, items: all }: StorePredictions): Promise<StoredPredictions> {
  const db = database();
  const items = [...new Map(all.map((item) => [item.sample, item])).values()];
  if (!(await db.model.findUnique({ where: { id: model }, select: { id: true } }))) throw notFound('model', model);
  return db.$transaction(async (tx) => {
    const ids = items.map(({ sample }) => sample);
    // A write comes first: it takes the lock at once, so no other process can save labels between the read and the rest.
    await tx.prediction.deleteMany({ where: { modelId: model, crop, sampleId: { in: ids } } });
    const samples = await tx.sample.findMany({
      where: { id: { in: ids } },
      include: { image: true },
    });
    const byId = new Map(samples.map((sample) => [sample.id, sample]));
    const rows = items.map((item) => {
      const sample = byId.get(item.sample);
      if (!sample) throw notFound('sample', item.sample);
      const annotation = annotationFromJson(sample.annotation);
      const errors = annotation && sampleErrors(annotation, item.landmarks, sample.image);
      return {
        sampleId: sample.id,
        modelId: model,
        crop,
        datasetId: sample.datasetId,
        ...contentOf(item),
        ...derivedFrom(errors, sample.revision),
      };
    });
    await tx.prediction.createMany({ data: rows });
    return { stored: rows.map((row) => ({ sample: row.sampleId, error: row.error, nme: row.nmeInterOcular })) };
  });
}

/** The columns that follow the newest labels. @param revision of those labels */
export const derivedFrom = (errors: SampleErrors | null, revision: number) => ({
  errorRevision: errors ? revision : null,
  error: errors?.error ?? null,
  nmeInterOcular: errors?.nmeInterOcular ?? null,
  nmeBox: errors?.nmeBox ?? null,
  regionErrors: errors && JSON.stringify(REGION_IDS.map((region) => errors.regions[region])),
});

const contentOf = (item: PredictionItem) => ({
  cropRevision: item.cropRevision,
  landmarks: JSON.stringify(item.landmarks),
  confidence: item.confidence,
  durationMs: item.durationMs,
});

/** Brings the errors of one sample under every model, and their disagreement, up to date with its newest labels. */
export async function refreshErrors(tx: Transaction, sampleId: string): Promise<void> {
  const sample = await tx.sample.findUniqueOrThrow({
    where: { id: sampleId },
    include: { image: true, predictions: true },
  });
  const annotation = annotationFromJson(sample.annotation);
  const landmarksOf = new Map<string, ReturnType<typeof landmarksFromJson>>();
  for (const { modelId, crop, landmarks } of sample.predictions) {
    const points = landmarksFromJson(landmarks);
    landmarksOf.set(`${modelId} ${crop}`, points);
    const errors = annotation && sampleErrors(annotation, points, sample.image);
    await tx.prediction.update({
      where: { sampleId_modelId_crop: { sampleId, modelId, crop } },
      data: derivedFrom(errors, sample.revision),
    });
  }
  for (const { modelA, modelB, crop } of await tx.disagreement.findMany({ where: { sampleId } })) {
    const [a, b] = [modelA, modelB].map((model) => landmarksOf.get(`${model} ${crop}`));
    if (!a || !b) continue;
    await tx.disagreement.update({
      where: { sampleId_modelA_modelB_crop: { sampleId, modelA, modelB, crop } },
      data: { value: disagreementOf(a, b, annotation, sample.image) },
    });
  }
}
