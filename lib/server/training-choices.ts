import 'server-only';
import os from 'node:os';
import { parentMargin } from '@/lib/contracts/training-parent';
import type { TrainingChoices } from '@/lib/contracts/training-run';
import type { DatasetKind } from '@/lib/datasets/sample';
import type { LabelledCounts } from '@/lib/datasets/training-parts';
import { database } from './database';
import { listModels } from './models';
import { LABELLED } from './sample-pages';
import { measuredSpeeds } from './training-runs';

/** Faces with a landmark in place, of every set by split, under the set's name. */
export async function labelledCounts(): Promise<ReadonlyMap<string, LabelledCounts>> {
  const db = database();
  const [datasets, groups] = await Promise.all([
    db.dataset.findMany({ orderBy: { name: 'asc' }, select: { id: true, name: true } }),
    db.sample.groupBy({ by: ['datasetId', 'split'], where: LABELLED, _count: true }),
  ]);
  return new Map(
    datasets.map(({ id, name }) => [
      name,
      Object.fromEntries(
        groups.filter(({ datasetId }) => datasetId === id).map(({ split, _count }) => [split, _count]),
      ),
    ]),
  );
}

/** What a run can be put together from. */
export async function trainingChoices(): Promise<TrainingChoices> {
  const [datasets, counts, models, speeds] = await Promise.all([
    database().dataset.findMany({ orderBy: { name: 'asc' } }),
    labelledCounts(),
    listModels(),
    measuredSpeeds(),
  ]);
  return {
    sets: datasets.map(({ id, name, kind }) => ({
      id,
      name,
      kind: kind as DatasetKind,
      counts: counts.get(name) ?? {},
    })),
    models: models.flatMap(({ id, title, card }) =>
      card.architecture === 'external'
        ? [] // another tool's predictions: there are no weights to start from
        : [{ id, title, architecture: card.architecture, margin: parentMargin(card) }],
    ),
    ...speeds,
    cores: os.availableParallelism(),
  };
}
