import 'server-only';
import { randomUUID } from 'node:crypto';
import type { SampleSplit } from '@/lib/contracts/common';
import type { DatasetBelongings, DatasetSummary } from '@/lib/contracts/dataset';
import type { EvaluationReport } from '@/lib/contracts/evaluation';
import { OPEN_STATES } from '@/lib/contracts/review';
import type { Dataset } from '@/prisma/generated/client';
import { database } from './database';
import { pendingSamples } from './deletions';
import { dropThumbnails } from './images';
import { dropUnusedImages } from './unused-images';
import { notFound } from './user-error';

const STRIP_FACES = 6;

export async function listDatasets(): Promise<DatasetSummary[]> {
  const rows = await database().dataset.findMany({ orderBy: { name: 'asc' } });
  return Promise.all(rows.map(summarise));
}

export async function getDataset(id: string): Promise<DatasetSummary | null> {
  const row = await database().dataset.findUnique({ where: { id } });
  return row && summarise(row);
}

/** @throws UserError 404 naming what was asked for */
export async function requireDatasetByName(name: string): Promise<Dataset> {
  const row = await database().dataset.findUnique({ where: { name } });
  if (!row) throw notFound('dataset', name);
  return row;
}

/** The dataset of that name; made when it is new, left as it is when it is not. */
export async function ensureDataset(name: string, kind: 'synthetic' | 'real', format: string): Promise<Dataset> {
  return database().dataset.upsert({
    where: { name },
    create: { id: randomUUID(), name, kind, format },
    update: {},
  });
}

/** Told before it is deleted. @throws UserError 404 */
export async function datasetBelongings(id: string): Promise<DatasetBelongings> {
  const db = database();
  if (!(await db.dataset.findUnique({ where: { id }, select: { id: true } }))) throw notFound('dataset', id);
  const ofSample = { sample: { datasetId: id } };
  const [samples, corrections, reviewed, notes, predictions, evaluations, images] = await Promise.all([
    db.sample.count({ where: { datasetId: id } }),
    db.annotationVersion.count({ where: { ...ofSample, authorKind: 'person' } }),
    db.sample.count({ where: { datasetId: id, reviewState: { notIn: [...OPEN_STATES] } } }),
    db.landmarkNote.count({ where: ofSample }),
    db.prediction.count({ where: { datasetId: id } }),
    db.evaluation.count({ where: { datasetId: id } }),
    db.image.count({ where: { samples: { some: { datasetId: id }, every: { datasetId: id } } } }),
  ]);
  return { samples, corrections, reviewed, notes, predictions, evaluations, images };
}

const PAGE = 500;

/** Samples, labels with their history, predictions and evaluations go with it, and the pictures that only it showed. */
export async function deleteDataset(id: string): Promise<void> {
  const db = database();
  if (!(await db.dataset.findUnique({ where: { id }, select: { id: true } }))) throw notFound('dataset', id);
  for (let after = ''; ; ) {
    const page = await db.sample.findMany({
      where: { datasetId: id, id: { gt: after } },
      orderBy: { id: 'asc' },
      take: PAGE,
      select: { id: true, revision: true },
    });
    // made again whenever they are asked for: nothing is lost if the deletion ends early
    for (const { id: sample, revision } of page) await dropThumbnails(sample, revision);
    if (page.length < PAGE) break;
    after = page[page.length - 1].id;
  }
  const { count } = await db.dataset.deleteMany({ where: { id } });
  if (count === 0) throw notFound('dataset', id);
  await dropUnusedImages(undefined, pendingSamples());
}

async function summarise(row: Dataset): Promise<DatasetSummary> {
  const db = database();
  const where = { datasetId: row.id };
  const [splits, images, edited, reviewed, faces, last] = await Promise.all([
    db.sample.groupBy({ by: ['split'], where, _count: true }),
    db.image.count({ where: { samples: { some: where } } }),
    db.sample.count({ where: { ...where, editedAt: { not: null } } }),
    db.sample.count({ where: { ...where, reviewState: { notIn: [...OPEN_STATES] } } }),
    db.sample.findMany({ where, orderBy: [{ name: 'asc' }, { id: 'asc' }], take: STRIP_FACES, select: { id: true } }),
    db.evaluation.findFirst({ where, orderBy: { createdAt: 'desc' } }),
  ]);
  return {
    id: row.id,
    name: row.name,
    kind: row.kind as DatasetSummary['kind'],
    format: row.format,
    licence: row.licence,
    createdAt: row.createdAt.toISOString(),
    samples: splits.reduce((sum, { _count }) => sum + _count, 0),
    images,
    splits: Object.fromEntries(splits.map(({ split, _count }) => [split as SampleSplit, _count])),
    edited,
    reviewed,
    faces: faces.map(({ id }) => id),
    lastEvaluation: last && {
      id: last.id,
      modelId: last.modelId,
      split: last.split,
      me: (JSON.parse(last.report) as EvaluationReport).me,
      createdAt: last.createdAt.toISOString(),
    },
  };
}
