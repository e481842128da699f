import 'server-only';
import type {
  SampleDetail,
  SampleNeighbours,
  SamplePage,
  SamplePageQuery,
  SamplePrediction,
  SampleQuery,
  SampleTile,
} from '@/lib/contracts/sample';
import type { Annotation } from '@/lib/landmarks/annotation';
import type { Size } from '@/lib/landmarks/geometry';
import { outlineOf, toOutline } from '@/lib/landmarks/outline';
import { sampleErrors } from '@/lib/metrics/point-errors';
import type { Prediction } from '@/prisma/generated/client';
import { annotationFromJson, landmarksFromJson } from './annotation-json';
import { database } from './database';
import { workOutDisagreement } from './disagreement';
import { sampleView } from './images';
import { toNote } from './notes';
import { cursorOf, type Position, positionOf, positionOfSample, positionsFrom } from './sample-order';
import { hasPair, matchingIds } from './sample-where';

/** One page of the gallery, by key. */
export async function listSamples(query: SamplePageQuery): Promise<SamplePage> {
  const from = query.cursor ? positionOf(query.cursor) : null;
  // else the first page would be sorted by what is not known yet
  if (!from && query.sort === 'disagreement' && hasPair(query)) await workOutDisagreement(query);
  const positions = await positionsFrom(query, from, 'after', query.limit);
  const isLast = positions.length < query.limit;
  return {
    items: await readTiles(query, positions),
    nextCursor: isLast ? null : cursorOf(positions[positions.length - 1]),
  };
}

export async function countSamples(query: SampleQuery): Promise<number> {
  const [{ count }] = await database().$queryRaw<{ count: unknown }[]>`
    SELECT COUNT(*) AS "count" FROM (${matchingIds(query)}) m`;
  return Number(count);
}

/** All ids of the query in its order: for "all matching". */
export async function sampleIds(query: SampleQuery): Promise<string[]> {
  const positions = await positionsFrom(query, null, 'after', Number.MAX_SAFE_INTEGER);
  return positions.map(({ id }) => id);
}

/** Tiles of these samples, in their order; those that are gone are left out. */
export async function tilesOf(ids: readonly string[], query: SampleQuery): Promise<SampleTile[]> {
  return readTiles(
    query,
    ids.map((id) => ({ id })),
  );
}

/** The samples around one in the query's order. @param window tiles on either side */
export async function sampleNeighbours(id: string, query: SampleQuery, window = 12): Promise<SampleNeighbours> {
  const here = await positionOfSample(query, id);
  if (!here) return { previous: null, next: null, strip: [] };
  const [before, after] = await Promise.all([
    positionsFrom(query, here, 'before', window),
    positionsFrom(query, here, 'after', window),
  ]);
  return {
    previous: before[0]?.id ?? null,
    next: after[0]?.id ?? null,
    strip: await readTiles(query, [...before.reverse(), here, ...after]),
  };
}

async function readTiles(query: SampleQuery, positions: readonly Pick<Position, 'id'>[]): Promise<SampleTile[]> {
  const rows = await database().sample.findMany({
    where: { id: { in: positions.map(({ id }) => id) } },
    include: {
      image: true,
      dataset: { select: { name: true, kind: true } },
      predictions: { where: { modelId: query.model ?? '', crop: query.crop } },
    },
  });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return positions.flatMap(({ id }) => {
    const row = byId.get(id);
    if (!row) return []; // deleted between the two reads
    const annotation = annotationFromJson(row.annotation);
    const [prediction] = row.predictions;
    return {
      id: row.id,
      datasetId: row.datasetId,
      datasetName: row.dataset.name,
      kind: row.dataset.kind as SampleTile['kind'],
      name: row.name,
      split: row.split,
      revision: row.revision,
      reviewState: row.reviewState as SampleTile['reviewState'],
      view: sampleView(annotation, row.image),
      groundTruth: annotation && outlineOf(annotation),
      prediction: prediction && isFound(prediction) ? toOutline(landmarksFromJson(prediction.landmarks)) : null,
      error: prediction?.error ?? null,
      nme: prediction?.nmeInterOcular ?? null,
    };
  });
}

export async function getSample(id: string): Promise<SampleDetail | null> {
  const row = await database().sample.findUnique({
    where: { id },
    include: {
      image: true,
      dataset: true,
      predictions: { include: { model: true }, orderBy: { createdAt: 'asc' } },
      tags: { orderBy: { tag: 'asc' } },
      notes: { orderBy: { landmark: 'asc' } },
    },
  });
  if (!row) return null;
  const annotation = annotationFromJson(row.annotation);
  return {
    id: row.id,
    datasetId: row.datasetId,
    datasetName: row.dataset.name,
    kind: row.dataset.kind as SampleDetail['kind'],
    name: row.name,
    key: row.key,
    split: row.split,
    person: row.person,
    imageId: row.imageId,
    imageWidth: row.image.width,
    imageHeight: row.image.height,
    revision: row.revision,
    annotation,
    pose:
      row.pitchRad === null || row.yawRad === null || row.rollRad === null
        ? null
        : { pitchRad: row.pitchRad, yawRad: row.yawRad, rollRad: row.rollRad },
    poseSource: row.yawRad === null ? null : row.poseSource === 'estimated' ? 'estimated' : 'source',
    faceSize: row.faceSize,
    reviewState: row.reviewState as SampleDetail['reviewState'],
    verdict: row.verdict as SampleDetail['verdict'],
    tags: row.tags.map(({ tag }) => tag),
    notes: row.notes.map(toNote),
    predictions: row.predictions
      .filter(isFound)
      .map((prediction) => toSamplePrediction(prediction, annotation, row.image)),
    versions: await listVersions(id),
  };
}

/** false for a face that the detector has missed: kept so that it is not looked for again, and counts as a failure */
const isFound = ({ landmarks }: Prediction): boolean => landmarks !== '[]';

export function toSamplePrediction(
  row: Prediction & { readonly model: { readonly title: string } },
  annotation: Annotation | null,
  image: Size,
): SamplePrediction {
  const landmarks = landmarksFromJson(row.landmarks);
  return {
    modelId: row.modelId,
    modelTitle: row.model.title,
    crop: row.crop as SamplePrediction['crop'],
    landmarks,
    confidence: row.confidence,
    durationMs: row.durationMs,
    errors: annotation && sampleErrors(annotation, landmarks, image),
  };
}

/** The history of a sample's labels, oldest first. */
export async function listVersions(sampleId: string): Promise<SampleDetail['versions']> {
  const rows = await database().annotationVersion.findMany({
    where: { sampleId },
    orderBy: { revision: 'asc' },
    omit: { annotation: true },
  });
  return rows.map((row) => ({
    revision: row.revision,
    parentRevision: row.parentRevision,
    authorKind: row.authorKind as SampleDetail['versions'][number]['authorKind'],
    author: row.author,
    createdAt: row.createdAt.toISOString(),
  }));
}
