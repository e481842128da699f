import 'server-only';
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { CropSource } from '@/lib/contracts/common';
import type {
  createEvaluationSchema,
  EvaluationImage,
  EvaluationSummary,
  MetricCard,
} from '@/lib/contracts/evaluation';
import type { ModelInfo } from '@/lib/contracts/model';
import { evaluationReport, type PredictedFace, type ScoredFace, scoreFaces } from '@/lib/evaluation/report';
import { type MeanShape, meanShapeOf } from '@/lib/metrics/mean-shape';
import type { Dataset, Evaluation } from '@/prisma/generated/client';
import { annotationFromJson, landmarksFromJson } from './annotation-json';
import { database } from './database';
import { sampleView } from './images';
import { newestSequence, pinLabels } from './label-versions';
import { requireModel } from './models';
import { passOverlapGate } from './overlap';
import { toOutline } from './samples';
import { notFound, UserError } from './user-error';

type Request = z.infer<typeof createEvaluationSchema>;

/**
 * Scores a model on a split from its stored predictions and keeps the run, pinned to the labels as they are now.
 *
 * @throws UserError 409 with `missing`, the samples whose prediction is absent or was cropped around older labels
 */
export async function createEvaluation(request: Request): Promise<EvaluationSummary> {
  const model = await requireModel(request.model);
  const dataset = await database().dataset.findUnique({ where: { id: request.dataset } });
  if (!dataset) throw notFound('dataset', request.dataset);
  const overlap = await passOverlapGate({
    model,
    where: { datasetId: dataset.id, ...splitFilter(request.split) },
    what: request.split === 'all' ? dataset.name : `${dataset.name}, split ${request.split},`,
    isAllowed: request.allowOverlap ?? false,
  });
  const { faces, withoutLabels, labelVersion } = await readPinned(request, model, dataset);
  const scored = scoreFaces(faces);
  if (scored.length === 0) {
    throw new UserError(
      422,
      `evaluation: ${dataset.name}, split ${request.split}: expected labelled faces, found none`,
    );
  }
  const baseline = await baselineShape(model, request, scored);
  const report = evaluationReport(scored, baseline.shape, {
    dataset: dataset.name,
    split: request.split,
    labelVersion: labelVersion.name,
    cropSource: request.crop,
    model: model.id,
    modelSha256: model.card.weightsSha256,
    withoutLabels: withoutLabels + faces.length - scored.length,
    withoutFace: 0,
    meanShapeSource: baseline.source,
    overlap,
  });
  const id = randomUUID();
  const create = database().evaluation.create({
    data: {
      id,
      modelId: model.id,
      datasetId: dataset.id,
      split: request.split,
      crop: request.crop,
      labelVersionId: labelVersion.id,
      images: scored.length,
      report: JSON.stringify(report),
      me: report.me,
    },
    include: { model: true, dataset: true },
  });
  const results = database().evaluationResult.createMany({
    data: scored.map(({ sampleId, revision, errors }) => ({
      evaluationId: id,
      sampleId,
      revision,
      error: errors.error,
      nmeInterOcular: errors.nmeInterOcular,
      nmeBox: errors.nmeBox,
      pointErrors: JSON.stringify(errors.points),
    })),
  });
  const [row] = await database().$transaction([create, results]);
  return toSummary(row);
}

const splitFilter = (split: Request['split']) => (split === 'all' ? {} : { split });

/** Samples with a landmark in place: nothing else can be cropped, and so predicted. */
const LABELLED = { revision: { gt: 0 }, faceSize: { not: null } } as const;

/** Samples whose prediction must be made before the split can be scored: none yet, or cropped around older labels. */
export async function samplesToPredict({ model, dataset, split, crop }: Request): Promise<string[]> {
  const samples = await database().sample.findMany({
    where: { datasetId: dataset, ...splitFilter(split), ...LABELLED },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    select: {
      id: true,
      revision: true,
      predictions: { where: { modelId: model, crop }, select: { cropRevision: true } },
    },
  });
  return samples.filter(({ revision, predictions: [known] }) => !isCurrent(known, revision, crop)).map(({ id }) => id);
}

const isCurrent = (known: { cropRevision: number } | undefined, revision: number, crop: CropSource): boolean =>
  known !== undefined && (crop === 'detector' || known.cropRevision === revision);

/** Reads until nobody has saved labels meanwhile: the version pinned holds just the labels that are scored. */
async function readPinned(request: Request, model: ModelInfo, dataset: Dataset) {
  for (;;) {
    const before = await newestSequence(dataset.id);
    const read = await readFaces(request, model, dataset);
    const labelVersion = await pinLabels(dataset.id);
    if (labelVersion.sequence === before) return { ...read, labelVersion };
  }
}

async function readFaces(
  request: Request,
  model: ModelInfo,
  dataset: Dataset,
): Promise<{ faces: PredictedFace[]; withoutLabels: number }> {
  const missing = await samplesToPredict(request);
  if (missing.length > 0) {
    throw new UserError(
      409,
      `evaluation: ${dataset.name}, split ${request.split}: ${missing.length} samples have no current prediction by ${model.id}; run the model on them first`,
      { missing },
    );
  }
  const where = { datasetId: dataset.id, ...splitFilter(request.split) };
  const rows = await database().sample.findMany({
    where: { ...where, ...LABELLED },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    include: { image: true, predictions: { where: { modelId: model.id, crop: request.crop } } },
  });
  const faces = rows.flatMap((row): PredictedFace[] => {
    const annotation = annotationFromJson(row.annotation);
    const [prediction] = row.predictions;
    if (!annotation || !prediction) return []; // deleted since `missing` was read
    return [
      {
        sampleId: row.id,
        revision: row.revision,
        annotation,
        image: row.image,
        // bins by yaw are of poses that the set states: an estimate follows the labels that are scored
        yawRad: row.poseSource === 'estimated' ? null : row.yawRad,
        landmarks: landmarksFromJson(prediction.landmarks),
        durationMs: prediction.durationMs,
      },
    ];
  });
  return { faces, withoutLabels: await database().sample.count({ where: { ...where, NOT: LABELLED } }) };
}

/** From the model's card, else the dataset's train split, else the evaluated faces themselves. */
async function baselineShape(
  model: ModelInfo,
  { dataset, split }: Request,
  scored: readonly ScoredFace[],
): Promise<{ shape: MeanShape; source: MetricCard['meanShapeSource'] }> {
  if (model.card.meanShape) return { shape: model.card.meanShape, source: 'model card' };
  if (split !== 'train') {
    const rows = await database().sample.findMany({
      where: { datasetId: dataset, split: 'train', ...LABELLED },
      select: { annotation: true, image: true },
    });
    const shape = meanShapeOf(
      rows.flatMap(({ annotation, image }) => {
        const labels = annotationFromJson(annotation);
        return labels ? [{ annotation: labels, image }] : [];
      }),
    );
    if (shape) return { shape, source: 'train split' };
  }
  const shape = meanShapeOf(scored);
  if (!shape)
    throw new UserError(422, 'evaluation: expected every landmark annotated in some face, found one that never is');
  return { shape, source: 'in-sample' };
}

/** Newest first. */
export async function listEvaluations(): Promise<EvaluationSummary[]> {
  const rows = await database().evaluation.findMany({
    orderBy: { createdAt: 'desc' },
    take: 500,
    include: { model: true, dataset: true },
  });
  return rows.map(toSummary);
}

export async function getEvaluation(id: string): Promise<EvaluationSummary | null> {
  const row = await database().evaluation.findUnique({ where: { id }, include: { model: true, dataset: true } });
  return row && toSummary(row);
}

export async function deleteEvaluation(id: string): Promise<void> {
  const { count } = await database().evaluation.deleteMany({ where: { id } });
  if (count === 0) throw notFound('evaluation', id);
}

/** The run's errors in one list, for curves and histograms; worst first. */
export async function evaluationErrors(
  id: string,
): Promise<{ sampleId: string; error: number; nmeInterOcular: number; nmeBox: number }[]> {
  return database().evaluationResult.findMany({
    where: { evaluationId: id },
    orderBy: [{ error: 'desc' }, { sampleId: 'asc' }],
    select: { sampleId: true, error: true, nmeInterOcular: true, nmeBox: true },
  });
}

/** The run's images, worst first, by page. @param cursor `error:sampleId` of the last image before */
export async function evaluationImages(
  id: string,
  { cursor, limit = 60 }: { cursor?: string; limit?: number } = {},
): Promise<{ items: EvaluationImage[]; nextCursor: string | null }> {
  const [error, sampleId] = cursor?.split(':') ?? [];
  if (cursor && !(error && Number.isFinite(Number(error)) && sampleId)) {
    throw new UserError(400, 'cursor: expected one from the page before, found something else');
  }
  const run = await database().evaluation.findUnique({ where: { id } });
  if (!run) throw notFound('evaluation', id);
  const rows = await database().evaluationResult.findMany({
    where: {
      evaluationId: id,
      ...(cursor && { OR: [{ error: { lt: Number(error) } }, { error: Number(error), sampleId: { gt: sampleId } }] }),
    },
    orderBy: [{ error: 'desc' }, { sampleId: 'asc' }],
    take: limit,
    include: {
      sample: { include: { image: true, predictions: { where: { modelId: run.modelId, crop: run.crop } } } },
    },
  });
  const items = rows.map(({ sample, ...row }): EvaluationImage => {
    const annotation = annotationFromJson(sample.annotation);
    const [prediction] = sample.predictions;
    return {
      sampleId: sample.id,
      datasetId: sample.datasetId,
      name: sample.name,
      error: row.error,
      nmeInterOcular: row.nmeInterOcular,
      nmeBox: row.nmeBox,
      view: sampleView(annotation, sample.image),
      groundTruth: annotation ? toOutline(annotation.points) : [],
      prediction: prediction ? toOutline(landmarksFromJson(prediction.landmarks)) : null,
      stale: sample.revision !== row.revision,
    };
  });
  const last = rows.at(-1);
  return { items, nextCursor: last && rows.length === limit ? `${last.error}:${last.sampleId}` : null };
}

function toSummary(row: Evaluation & { model: { title: string }; dataset: { name: string } }): EvaluationSummary {
  return {
    id: row.id,
    modelId: row.modelId,
    modelTitle: row.model.title,
    datasetId: row.datasetId,
    datasetName: row.dataset.name,
    split: row.split,
    crop: row.crop as CropSource,
    createdAt: row.createdAt.toISOString(),
    report: JSON.parse(row.report),
  };
}
