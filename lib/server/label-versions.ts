import 'server-only';
import { randomUUID } from 'node:crypto';
import type { LabelVersionInfo } from '@/lib/contracts/annotation-versions';
import type { LabelVersion } from '@/prisma/generated/client';
import { database } from './database';
import { notFound, UserError } from './user-error';

/** Number of the newest edit of a dataset; 0 while nothing is labelled. */
export async function newestSequence(datasetId: string): Promise<number> {
  const { _max } = await database().annotationVersion.aggregate({
    where: { sample: { datasetId } },
    _max: { sequence: true },
  });
  return _max.sequence ?? 0;
}

/** The label version of this moment; an unchanged history keeps the one it has. */
export async function pinLabels(datasetId: string): Promise<LabelVersion> {
  const db = database();
  const sequence = await newestSequence(datasetId);
  const known = await db.labelVersion.findFirst({ where: { datasetId, sequence } });
  if (known) return known;
  const name = `labels ${sequence}`;
  // two runs may pin the same moment at once
  return db.labelVersion.upsert({
    where: { datasetId_name: { datasetId, name } },
    create: { id: randomUUID(), datasetId, sequence, name },
    update: {},
  });
}

/**
 * Gives the labels of this moment a name. Labels that a run has pinned already are renamed; the run's own card keeps
 * the name it was scored under.
 *
 * @throws UserError 404 without such a dataset, 409 when the name belongs to other labels
 */
export async function nameLabels(datasetId: string, name: string): Promise<LabelVersionInfo[]> {
  const db = database();
  const dataset = await db.dataset.findUnique({ where: { id: datasetId } });
  if (!dataset) throw notFound('dataset', datasetId);
  const { id } = await pinLabels(datasetId);
  const taken = await db.labelVersion.findUnique({ where: { datasetId_name: { datasetId, name } } });
  if (taken && taken.id !== id) {
    throw new UserError(409, `label version ${name}: ${dataset.name} has older labels of that name`);
  }
  await db.labelVersion.update({ where: { id }, data: { name } });
  return listLabelVersions(datasetId);
}

/** Newest first. */
export async function listLabelVersions(datasetId: string): Promise<LabelVersionInfo[]> {
  const newest = await newestSequence(datasetId);
  const rows = await database().labelVersion.findMany({
    where: { datasetId },
    orderBy: { sequence: 'desc' },
    take: 100,
    include: { _count: { select: { evaluations: true } } },
  });
  return rows.map(({ id, name, sequence, createdAt, _count }) => ({
    id,
    name,
    sequence,
    createdAt: createdAt.toISOString(),
    evaluations: _count.evaluations,
    isCurrent: sequence === newest,
  }));
}
