import 'server-only';
import type { TagCount } from '@/lib/contracts/review';
import { database } from './database';

/** Every tag in use, the most frequent first. */
export async function listTags(): Promise<TagCount[]> {
  const rows = await database().sampleTag.groupBy({ by: ['tag'], _count: true });
  return rows
    .map(({ tag, _count }) => ({ tag, count: _count }))
    .sort((a, b) => b.count - a.count || (a.tag < b.tag ? -1 : 1));
}
