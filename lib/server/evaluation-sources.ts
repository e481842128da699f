import 'server-only';
import { database } from './database';

/** Ids in one question: SQLite takes so many values at a time. */
const BATCH = 500;

/** The datasets that these samples are of, by name. */
export async function datasetsOfSamples(ids: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  for (let from = 0; from < ids.length; from += BATCH) {
    const rows = await database().sample.findMany({
      where: { id: { in: ids.slice(from, from + BATCH) } },
      distinct: ['datasetId'],
      select: { datasetId: true },
    });
    for (const { datasetId } of rows) found.add(datasetId);
  }
  const sets = await database().dataset.findMany({ where: { id: { in: [...found] } }, orderBy: { name: 'asc' } });
  return sets.map(({ id }) => id);
}

/** Gallery filters somebody gave a name, as something to score. */
export async function listFilterTargets(): Promise<{ id: string; name: string; query: string }[]> {
  return database().savedFilter.findMany({
    orderBy: { name: 'asc' },
    select: { id: true, name: true, query: true },
  });
}
