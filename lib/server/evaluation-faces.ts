import 'server-only';
import type { MetricCard } from '@/lib/contracts/evaluation';
import type { ModelInfo } from '@/lib/contracts/model';
import type { ImageWords } from '@/lib/evaluation/report';
import { joinScored, type ScoredFaces, toColumns } from '@/lib/evaluation/result-columns';
import { type FaceScore, scoreFace } from '@/lib/evaluation/score-face';
import type { Annotation } from '@/lib/landmarks/annotation';
import { type MeanShape, MeanShapeSum } from '@/lib/metrics/mean-shape';
import { annotationFromJson, landmarksFromJson } from './annotation-json';
import { database } from './database';
import { LABELLED } from './sample-pages';
import { UserError } from './user-error';

/** Faces held at a time: labels and landmarks are some kilobytes each. */
const PAGE = 400;

const pagesOf = (ids: readonly string[]): (readonly string[])[] =>
  Array.from({ length: Math.ceil(ids.length / PAGE) }, (_, page) => ids.slice(PAGE * page, PAGE * (page + 1)));

interface Scored {
  readonly scored: ScoredFaces;
  /** of the scored faces, in their order */
  readonly words: ImageWords;
  /** labelled, but not to be measured */
  readonly unmeasured: number;
  /** of the labelled ones that the detector has not found */
  readonly unfound: ImageWords;
}

/** Scores the stored predictions of a model on these samples, a page at a time: what is kept of a face is its numbers. */
export async function scoreSamples(
  ids: readonly string[],
  { model, crop, kind }: { readonly model: string; readonly crop: string; readonly kind: string },
  shape: MeanShape,
): Promise<Scored> {
  const parts: ScoredFaces[] = [];
  const words: WordedFace[] = [];
  const unfound: WordedFace[] = [];
  let unmeasured = 0;
  for (const page of pagesOf(ids)) {
    const scores: FaceScore[] = [];
    for (const row of await readPage(page, model, crop)) {
      const landmarks = landmarksFromJson(row.landmarks);
      if (landmarks.length === 0) {
        unfound.push(row);
        continue;
      }
      const annotation: Annotation = JSON.parse(row.annotation);
      const score = scoreFace({ ...row, annotation, landmarks, image: row }, shape);
      if (!score) {
        unmeasured++;
        continue;
      }
      scores.push(score);
      words.push(row);
    }
    parts.push(toColumns(scores));
  }
  return { scored: joinScored(parts), words: wordsOf(words, kind), unmeasured, unfound: wordsOf(unfound, kind) };
}

interface WordedFace {
  readonly split: string;
  readonly tags: readonly string[];
}

const wordsOf = (faces: readonly WordedFace[], kind: string): ImageWords => ({
  split: faces.map(({ split }) => split),
  kind: faces.map(() => kind),
  tags: faces.map(({ tags }) => tags),
});

/** What samples are grouped by, without their labels; those that are gone are left out. */
export async function readWords(ids: readonly string[], kind: string): Promise<ImageWords> {
  const faces: WordedFace[] = [];
  for (const page of pagesOf(ids)) {
    const rows = await database().sample.findMany({
      where: { id: { in: [...page] } },
      select: { split: true, tags: { select: { tag: true } } },
    });
    faces.push(...rows.map(({ split, tags }) => ({ split, tags: tags.map(({ tag }) => tag) })));
  }
  return wordsOf(faces, kind);
}

interface PageRow {
  readonly sampleId: string;
  readonly revision: number;
  readonly split: string;
  readonly yawRad: number | null;
  readonly annotation: string;
  readonly width: number;
  readonly height: number;
  readonly landmarks: string;
  readonly durationMs: number;
  readonly tags: string[];
}

/** Plain SQL: the client's own joins take longer than the scoring. Samples deleted since the plan was made are absent. */
async function readPage(ids: readonly string[], model: string, crop: string): Promise<PageRow[]> {
  const list = JSON.stringify(ids);
  const [rows, tags] = await Promise.all([
    database().$queryRaw<(Omit<PageRow, 'revision' | 'width' | 'height' | 'tags'> & Record<Whole, unknown>)[]>`
      SELECT s."id" AS "sampleId", s."revision", s."split", s."annotation",
        -- bins by yaw are of poses that the set states: an estimate follows the labels that are scored
        CASE WHEN s."poseSource" = 'estimated' THEN NULL ELSE s."yawRad" END AS "yawRad", i."width", i."height",
        p."landmarks", p."durationMs"
      FROM json_each(${list}) j
      JOIN "Sample" s ON s."id" = j.value
      JOIN "Image" i ON i."id" = s."imageId"
      JOIN "Prediction" p ON p."sampleId" = s."id" AND p."modelId" = ${model} AND p."crop" = ${crop}
      WHERE s."annotation" IS NOT NULL ORDER BY j.key`,
    database().sampleTag.findMany({ where: { sampleId: { in: [...ids] } } }),
  ]);
  const tagsOf = new Map<string, string[]>();
  for (const { sampleId, tag } of tags) tagsOf.set(sampleId, [...(tagsOf.get(sampleId) ?? []), tag]);
  return rows.map((row) => ({
    ...row,
    revision: Number(row.revision),
    width: Number(row.width),
    height: Number(row.height),
    tags: tagsOf.get(row.sampleId) ?? [],
  }));
}

type Whole = 'revision' | 'width' | 'height';

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
