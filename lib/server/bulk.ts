import 'server-only';
import type { BulkChange, BulkResult, SampleTarget } from '@/lib/contracts/bulk';
import { Prisma } from '@/prisma/generated/client';
import { database, lockForWriting } from './database';
import { deleteSamples, restoreSamples } from './deletions';
import { reviewColumns } from './review';
import { matchingIds } from './sample-where';

type Change<Action extends BulkChange['action']> = Extract<BulkChange, { action: Action }>;

/** Does one thing to many samples, in a statement or two however many there are. */
export async function changeSamples(change: BulkChange): Promise<BulkResult> {
  switch (change.action) {
    case 'review':
      return setReview(change);
    case 'split':
      return setSplit(change);
    case 'tag':
      return setTag(change);
    case 'untag':
      return takeTag(change);
    case 'delete': {
      const deleted = await deleteSamples(idsOf(change.target));
      if (!deleted) return UNCHANGED;
      return { changed: deleted.count, undo: [{ action: 'restore', deletion: deleted.deletion }] };
    }
    case 'restore':
      return { changed: await restoreSamples(change.deletion), undo: [] };
  }
}

const UNCHANGED: BulkResult = { changed: 0, undo: [] };

/** `SELECT`-able ids of what is meant. */
export const idsOf = (target: SampleTarget): Prisma.Sql =>
  'ids' in target ? listed(target.ids) : matchingIds(target.query);

const listed = (ids: readonly string[]): Prisma.Sql => Prisma.sql`SELECT value FROM json_each(${JSON.stringify(ids)})`;

/** Ids by what they had before: each group is one step of the way back. */
function grouped<Row extends { readonly id: string }>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
): readonly { readonly row: Row; readonly ids: string[] }[] {
  const groups = new Map<string, { row: Row; ids: string[] }>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.ids.push(row.id);
    else groups.set(keyOf(row), { row, ids: [row.id] });
  }
  return [...groups.values()];
}

async function setReview({ target, state, verdict }: Change<'review'>): Promise<BulkResult> {
  type Row = { id: string; reviewState: string; verdict: string | null };
  const differs = [
    ...(state === undefined ? [] : [Prisma.sql`"reviewState" <> ${state}`]),
    ...(verdict === undefined ? [] : [Prisma.sql`COALESCE("verdict", '') <> ${verdict ?? ''}`]),
  ];
  if (differs.length === 0) return UNCHANGED;
  const { reviewState, reviewedAt } = reviewColumns({ state });
  const sets = [
    Prisma.sql`"reviewedAt" = ${reviewedAt}`,
    ...(reviewState === undefined ? [] : [Prisma.sql`"reviewState" = ${reviewState}`]),
    ...(verdict === undefined ? [] : [Prisma.sql`"verdict" = ${verdict}`]),
  ];
  const before = await changeRows<Row>(
    target,
    Prisma.sql`"reviewState", "verdict"`,
    Prisma.join(differs, ' OR '),
    Prisma.join(sets),
  );
  const undo = grouped(before, (row) => `${row.reviewState} ${row.verdict}`).map(
    ({ row, ids }): BulkChange =>
      ({ action: 'review', target: { ids }, state: row.reviewState, verdict: row.verdict }) as Change<'review'>,
  );
  return { changed: before.length, undo };
}

async function setSplit({ target, split }: Change<'split'>): Promise<BulkResult> {
  const before = await changeRows<{ id: string; split: string }>(
    target,
    Prisma.sql`"split"`,
    Prisma.sql`"split" <> ${split}`,
    Prisma.sql`"split" = ${split}`,
  );
  const undo = grouped(before, (row) => row.split).map(
    ({ row, ids }) => ({ action: 'split', target: { ids }, split: row.split }) as Change<'split'>,
  );
  return { changed: before.length, undo };
}

/** @returns the rows that a statement changes, as they were */
function changeRows<Row extends { readonly id: string }>(
  target: SampleTarget,
  columns: Prisma.Sql,
  differs: Prisma.Sql,
  sets: Prisma.Sql,
): Promise<Row[]> {
  return database().$transaction(async (tx) => {
    await lockForWriting(tx);
    const before = await tx.$queryRaw<Row[]>`
      SELECT "id", ${columns} FROM "Sample" INDEXED BY "Sample_narrow_idx"
      WHERE "id" IN (${idsOf(target)}) AND (${differs})`;
    await tx.$executeRaw`UPDATE "Sample" SET ${sets} WHERE "id" IN (${listed(before.map(({ id }) => id))})`;
    return before;
  });
}

async function setTag({ target, tag }: Change<'tag'>): Promise<BulkResult> {
  const rows = await database().$queryRaw<{ sampleId: string }[]>`
    INSERT INTO "SampleTag" ("sampleId", "tag")
    SELECT "id", ${tag} FROM "Sample" WHERE "id" IN (${idsOf(target)})
    ON CONFLICT DO NOTHING RETURNING "sampleId"`;
  return tagged(rows, 'untag', tag);
}

async function takeTag({ target, tag }: Change<'untag'>): Promise<BulkResult> {
  const rows = await database().$queryRaw<{ sampleId: string }[]>`
    DELETE FROM "SampleTag" WHERE "tag" = ${tag} AND "sampleId" IN (${idsOf(target)}) RETURNING "sampleId"`;
  return tagged(rows, 'tag', tag);
}

function tagged(rows: readonly { sampleId: string }[], back: 'tag' | 'untag', tag: string): BulkResult {
  const ids = rows.map(({ sampleId }) => sampleId);
  return { changed: ids.length, undo: ids.length > 0 ? [{ action: back, target: { ids }, tag }] : [] };
}
