import 'server-only';
import type { EvaluationImage, EvaluationSummary } from '@/lib/contracts/evaluation';
import { toCrop, toImage } from '@/lib/image/crop';
import type { Annotation } from '@/lib/landmarks/annotation';
import { cropPoint, type Size } from '@/lib/landmarks/geometry';
import { type Outline, outlineOf, toOutline } from '@/lib/landmarks/outline';
import { errorFrame } from '@/lib/metrics/point-errors';
import { annotationFromJson, landmarksFromJson } from './annotation-json';
import { database } from './database';
import { offsetsOf, readColumns, readOffsets } from './evaluation-files';
import { requireEvaluation } from './evaluations';
import { sampleView } from './images';
import { UserError } from './user-error';

/** The run's errors in one list; worst first. */
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
  const run = await requireEvaluation(id);
  const rows = await database().evaluationResult.findMany({
    where: {
      evaluationId: id,
      ...(cursor && { OR: [{ error: { lt: Number(error) } }, { error: Number(error), sampleId: { gt: sampleId } }] }),
    },
    orderBy: [{ error: 'desc' }, { sampleId: 'asc' }],
    take: limit,
    select: { sampleId: true, error: true },
  });
  const items = await imagesOf(
    run,
    rows.map((row) => row.sampleId),
  );
  const last = rows.at(-1);
  return { items, nextCursor: last && rows.length === limit ? `${last.error}:${last.sampleId}` : null };
}

/** These images of the run, in the order asked for; those that are not of it are left out. */
export async function evaluationImagesById(id: string, sampleIds: readonly string[]): Promise<EvaluationImage[]> {
  return imagesOf(await requireEvaluation(id), sampleIds);
}

async function imagesOf(run: EvaluationSummary, sampleIds: readonly string[]): Promise<EvaluationImage[]> {
  const rows = await database().evaluationResult.findMany({
    where: { evaluationId: run.id, sampleId: { in: [...sampleIds] } },
    include: {
      sample: { include: { image: true, predictions: { where: { modelId: run.modelId, crop: run.crop } } } },
    },
  });
  const [pinned, prediction] = await Promise.all([pinnedLabels(rows), pinnedPredictions(run.id)]);
  const byId = new Map(rows.map((row) => [row.sampleId, row]));
  return sampleIds.flatMap((id): EvaluationImage[] => {
    const row = byId.get(id);
    if (!row) return [];
    const { sample } = row;
    const annotation = pinned.get(id) ?? annotationFromJson(sample.annotation);
    const [current] = sample.predictions;
    const answer = annotation && prediction(id, annotation, sample.image);
    return [
      {
        sampleId: id,
        datasetId: sample.datasetId,
        name: sample.name,
        error: row.error,
        nmeInterOcular: row.nmeInterOcular,
        nmeBox: row.nmeBox,
        // the thumbnail shows the newest labels' view
        view: sampleView(annotationFromJson(sample.annotation), sample.image),
        groundTruth: annotation ? outlineOf(annotation) : [],
        prediction: answer ?? (current ? toOutline(landmarksFromJson(current.landmarks)) : null),
        stale: sample.revision !== row.revision,
      },
    ];
  });
}

/** The labels that were scored, of images whose labels have moved on since. */
async function pinnedLabels(
  rows: readonly { sampleId: string; revision: number; sample: { revision: number } }[],
): Promise<ReadonlyMap<string, Annotation>> {
  const moved = rows.filter(({ revision, sample }) => revision !== sample.revision);
  if (moved.length === 0) return new Map();
  const versions = await database().annotationVersion.findMany({
    where: { OR: moved.map(({ sampleId, revision }) => ({ sampleId, revision })) },
    select: { sampleId: true, annotation: true },
  });
  return new Map(
    versions.flatMap(({ sampleId, annotation }) => {
      const labels = annotationFromJson(annotation);
      return labels ? [[sampleId, labels] as const] : [];
    }),
  );
}

type PinnedPrediction = (id: string, annotation: Annotation, image: Size) => Outline | null;

/**
 * What the model said when it was scored, from the kept offsets: a later prediction, cropped around other labels, must
 * not stand under an earlier number. A landmark nobody annotated has no offset, and none is drawn.
 */
async function pinnedPredictions(id: string): Promise<PinnedPrediction> {
  const [columns, offsets] = await Promise.all([readColumns(id), readOffsets(id)]);
  if (!offsets) return () => null;
  const places = new Map(columns.ids.map((sampleId, row) => [sampleId, row]));
  return (sampleId, annotation, image) => {
    const row = places.get(sampleId);
    const frame = errorFrame(annotation, image);
    if (row === undefined || !frame) return null;
    const face = offsetsOf(offsets, row);
    const points = Array.from({ length: face.length / 2 }, (_, i) => {
      const [u, v] = toCrop(frame, annotation.points[i]);
      return toImage(frame, cropPoint(u + face[2 * i], v + face[2 * i + 1]));
    });
    return toOutline(points, (i) => !Number.isNaN(face[2 * i]));
  };
}
