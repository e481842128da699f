import 'server-only';
import type { SampleFacets, SampleQuery } from '@/lib/contracts/sample';
import { database } from './database';
import { sampleWhere } from './sample-where';

const BIN_WIDTH_PX = 1;
const BINS = 40;

/** What can be chosen next and how many samples each choice would give. */
export async function sampleFacets(query: SampleQuery): Promise<SampleFacets> {
  const db = database();
  const ofModel = { modelId: query.model ?? '', crop: query.crop };
  const countBy = (key: 'datasetId' | 'split', leaveOut: 'dataset' | 'split' | 'kind') =>
    db.sample.groupBy({ by: [key], where: sampleWhere(query, [leaveOut]), _count: true });
  const [total, byDataset, bySplit, byDatasetAnyKind, predicted, edited, datasets, errors] = await Promise.all([
    db.sample.count({ where: sampleWhere(query) }),
    countBy('datasetId', 'dataset'),
    countBy('split', 'split'),
    countBy('datasetId', 'kind'),
    query.model
      ? db.sample.count({ where: { AND: [sampleWhere(query, ['predicted']), { predictions: { some: ofModel } }] } })
      : 0,
    db.sample.count({ where: { AND: [sampleWhere(query, ['edited']), { editedAt: { not: null } }] } }),
    db.dataset.findMany({ select: { id: true, name: true, kind: true }, orderBy: { name: 'asc' } }),
    query.model ? readErrors(query) : null,
  ]);
  const counts = new Map(byDataset.map((row) => [row.datasetId, row._count]));
  const kindOf = new Map(datasets.map(({ id, kind }) => [id, kind]));
  const kinds = new Map<string, number>();
  for (const row of byDatasetAnyKind) {
    const kind = kindOf.get(row.datasetId) ?? 'real';
    kinds.set(kind, (kinds.get(kind) ?? 0) + row._count);
  }
  return {
    total,
    datasets: datasets.map(({ id, name }) => ({ id, name, count: counts.get(id) ?? 0 })),
    splits: bySplit.map((row) => ({ value: row.split, count: row._count })),
    kinds: [...kinds].map(([value, count]) => ({ value, count })),
    predicted,
    edited,
    errors: errors && errors.length > 0 ? { binWidth: BIN_WIDTH_PX, counts: histogram(errors) } : null,
  };
}

async function readErrors(query: SampleQuery): Promise<number[]> {
  const rows = await database().prediction.findMany({
    where: {
      modelId: query.model,
      crop: query.crop,
      error: { not: null },
      sample: sampleWhere(query, ['error']),
    },
    select: { error: true },
  });
  return rows.map(({ error }) => error as number);
}

function histogram(errors: readonly number[]): number[] {
  const counts = new Array<number>(BINS).fill(0);
  for (const error of errors) counts[Math.min(BINS - 1, Math.floor(error / BIN_WIDTH_PX))]++;
  return counts;
}
