import 'server-only';
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { SavedFilter, saveFilterSchema } from '@/lib/contracts/saved-filter';
import { database } from './database';
import { notFound } from './user-error';

export const listFilters = (): Promise<SavedFilter[]> =>
  database().savedFilter.findMany({ orderBy: { name: 'asc' }, select: { id: true, name: true, query: true } });

/** A name that is taken gets the new filter: nobody wants two of one name. */
export async function saveFilter({ name, query }: z.infer<typeof saveFilterSchema>): Promise<SavedFilter[]> {
  await database().savedFilter.upsert({
    where: { name },
    create: { id: randomUUID(), name, query },
    update: { query },
  });
  return listFilters();
}

export async function deleteFilter(id: string): Promise<SavedFilter[]> {
  const { count } = await database().savedFilter.deleteMany({ where: { id } });
  if (count === 0) throw notFound('filter', id);
  return listFilters();
}
