import 'server-only';
import type { MetricCard } from '@/lib/contracts/evaluation';
import type { ModelInfo } from '@/lib/contracts/model';
import type { ImageWords } from '@/lib/evaluation/report';
import { type FaceScore, type PredictedFace, scoreFace } from '@/lib/evaluation/score-face';
import { type MeanShape, MeanShapeSum } from '@/lib/metrics/mean-shape';
import { annotationFromJson, landmarksFromJson } from './annotation-json';
import { database } from './database';
import { LABELLED } from './evaluation-plan';
import { UserError } from './user-error';

/** Faces held at a time: labels and landmarks are some kilobytes each. */
const PAGE = 400;

const pagesOf = (ids: readonly string[]): (readonly string[])[] =>
  Array.from({ length: Math.ceil(ids.length / PAGE) }, (_, page) => ids.slice(PAGE * page, PAGE * (page + 1)));

interface Scored {
  readonly scores: FaceScore[];
  /** of the scored faces, in their order */
  readonly words: ImageWords;
  /** labelled, but not to be measured */
  readonly unmeasured: number;
  /** labelled, but the detector has not found them */
  readonly unfound: number;
}

/** Scores the stored predictions of a model on these samples, a page at a time. */
export async function scoreSamples(
  ids: readonly string[],
  { model, crop, kind }: { readonly model: string; readonly crop: string; readonly kind: string },
  shape: MeanShape,
): Promise<Scored> {
  const scores: FaceScore[] = [];
  const split: string[] = [];
  const tags: string[][] = [];
  let unmeasured = 0;
  let unfound = 0;
  for (const page of pagesOf(ids)) {
    const rows = await database().sample.findMany({
      where: { id: { in: [...page] } },
      include: { image: true, tags: true, predictions: { where: { modelId: model, crop } } },
    });
    const byId = new Map(rows.map((row) => [row.id, row]));
    for (const id of page) {
      const row = byId.get(id);
      const annotation = annotationFromJson(row?.annotation ?? null);
      const [prediction] = row?.predictions ?? [];
      if (!row || !annotation || !prediction) continue; // deleted since the plan was made
      const landmarks = landmarksFromJson(prediction.landmarks);
      if (landmarks.length === 0) {
        unfound++;
        continue;
      }
      const face: PredictedFace = {
        sampleId: id,
        revision: row.revision,
        annotation,
        image: row.image,
        yawRad: row.yawRad,
        landmarks,
        durationMs: prediction.durationMs,
      };
      const score = scoreFace(face, shape);
      if (!score) {
        unmeasured++;
        continue;
      }
      scores.push(score);
      split.push(row.split);
      tags.push(row.tags.map(({ tag }) => tag));
    }
  }
  return { scores, words: { split, kind: split.map(() => kind), tags }, unmeasured, unfound };
}

/**
 * The constant face that every model is measured against: from its card (the mean of its training labels), else the
 * dataset's train split, else the evaluated faces themselves, which flatters it.
 */
export async function baselineShape(
  { card }: ModelInfo,
  { dataset, split }: { readonly dataset: string; readonly split: string },
  ids: readonly string[],
): Promise<{ shape: MeanShape; source: MetricCard['meanShapeSource'] }> {
  if (card.meanShape) return { shape: card.meanShape, source: 'model card' };
  if (split !== 'train') {
    const train = await database().sample.findMany({
      where: { datasetId: dataset, split: 'train', ...LABELLED },
      select: { id: true },
    });
    const shape = await meanShapeOfSamples(train.map(({ id }) => id));
    if (shape) return { shape, source: 'train split' };
  }
  const shape = await meanShapeOfSamples(ids);
  if (!shape)
    throw new UserError(422, 'evaluation: expected every landmark annotated in some face, found one that never is');
  return { shape, source: 'in-sample' };
}

async function meanShapeOfSamples(ids: readonly string[]): Promise<MeanShape | null> {
  const sum = new MeanShapeSum();
  for (const page of pagesOf(ids)) {
    const rows = await database().sample.findMany({
      where: { id: { in: [...page] } },
      select: { annotation: true, image: true },
    });
    for (const { annotation, image } of rows) {
      const labels = annotationFromJson(annotation);
      if (labels) sum.add({ annotation: labels, image });
    }
  }
  return sum.mean();
}
