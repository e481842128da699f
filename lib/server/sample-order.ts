import 'server-only';
import { z } from 'zod';
import type { SampleQuery } from '@/lib/contracts/sample';
import { Prisma } from '@/prisma/generated/client';
import { database } from './database';
import {
  allOf,
  conditionsOf,
  hasErrorRange,
  hasModel,
  isOfModel,
  PREDICTION_PARTS,
  SAMPLE_PARTS,
  withPrediction,
} from './sample-where';
import { UserError } from './user-error';

/**
 * A place in the query's order: the sort value of a sample and its id. The order by error has two stretches, samples
 * with an error and then those without, each with its own value; `stretch` says which.
 */
export interface Position {
  readonly stretch: 'name' | 'error' | 'newest';
  readonly value: string | number;
  readonly id: string;
}

export type Direction = 'after' | 'before';

const id = z.string().max(64);
const positionSchema = z.union([
  z.tuple([z.literal('name'), z.string(), id]),
  z.tuple([z.literal('error'), z.number(), id]),
  z.tuple([z.literal('newest'), z.iso.datetime(), id]),
]);

export const cursorOf = ({ stretch, value, id }: Position): string =>
  Buffer.from(JSON.stringify([stretch, value, id])).toString('base64url');

/** @throws UserError for anything that is not a cursor of ours */
export function positionOf(cursor: string): Position {
  try {
    const [stretch, value, id] = positionSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    return { stretch, value, id };
  } catch {
    throw new UserError(400, 'cursor: expected one from the page before, found something else');
  }
}

type Stretch = Position['stretch'];

const isByError = (query: SampleQuery): boolean => query.sort === 'error' && hasModel(query);

function stretchesOf(query: SampleQuery): readonly Stretch[] {
  if (!isByError(query)) return [query.sort === 'newest' ? 'newest' : 'name'];
  // within a range of errors there are no samples without one
  return hasErrorRange(query) ? ['error'] : ['error', 'name'];
}

/** Worst and newest first unless the query says otherwise; names always rise in the stretch without errors. */
function isDescending(query: SampleQuery, stretch: Stretch): boolean {
  if (stretch === 'name') return query.sort === 'name' && query.order === 'desc';
  return query.order !== 'asc';
}

/**
 * Positions after (or before, nearest first) one in the query's order; from the start without one. Keyset paging: each
 * stretch is one indexed range scan, whatever the page.
 */
export async function positionsFrom(
  query: SampleQuery,
  from: Position | null,
  direction: Direction,
  limit: number,
): Promise<Position[]> {
  const stretches = direction === 'after' ? stretchesOf(query) : [...stretchesOf(query)].reverse();
  const found: Position[] = [];
  const start = from ? stretches.indexOf(from.stretch) : 0;
  if (start < 0) return found; // the order has changed since the cursor was made
  for (const [index, stretch] of stretches.entries()) {
    if (index < start || found.length >= limit) continue;
    const bound = index === start ? from : null;
    found.push(...(await readStretch(query, stretch, bound, direction, limit - found.length)));
  }
  return found;
}

async function readStretch(
  query: SampleQuery,
  stretch: Stretch,
  bound: Position | null,
  direction: Direction,
  limit: number,
): Promise<Position[]> {
  const isFalling = isDescending(query, stretch) !== (direction === 'before');
  const { key, id, from, where } = STRETCHES[stretch](query);
  const order = isFalling ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  // ties fall by id, in the order's own direction, so that no sample is met twice or never
  const past = bound
    ? [Prisma.sql`(${key}, ${id}) ${isFalling ? Prisma.sql`<` : Prisma.sql`>`} (${toSql(bound)}, ${bound.id})`]
    : [];
  const rows = await database().$queryRaw<{ value: string | number | Date; id: string }[]>`
    SELECT ${key} AS "value", ${id} AS "id" FROM ${from} WHERE ${allOf([...where, ...past])}
    ORDER BY ${key} ${order}, ${id} ${order} LIMIT ${limit}`;
  return rows.map((row) => ({
    stretch,
    value: row.value instanceof Date ? row.value.toISOString() : row.value,
    id: row.id,
  }));
}

const toSql = ({ stretch, value }: Position): string | number | Date =>
  stretch === 'newest' ? new Date(value) : value;

interface StretchSource {
  readonly key: Prisma.Sql;
  readonly id: Prisma.Sql;
  readonly from: Prisma.Sql;
  readonly where: readonly Prisma.Sql[];
}

const STRETCHES: Readonly<Record<Stretch, (query: SampleQuery) => StretchSource>> = {
  /** p leads, in the order of its index; of one dataset, of the index that begins with it */
  error(query) {
    const { dataset } = query;
    const ofSample = conditionsOf(query, SAMPLE_PARTS);
    return {
      key: Prisma.sql`p."error"`,
      id: Prisma.sql`p."sampleId"`,
      // a cross join keeps SQLite from leading with the samples
      from: ofSample.length > 0 ? Prisma.sql`"Prediction" p CROSS JOIN "Sample" s` : Prisma.sql`"Prediction" p`,
      where: [
        isOfModel(query),
        Prisma.sql`p."error" IS NOT NULL`,
        ...(dataset?.length === 1 ? [Prisma.sql`p."datasetId" = ${dataset[0]}`] : []),
        ...(ofSample.length > 0 ? [Prisma.sql`s."id" = p."sampleId"`, ...ofSample] : []),
        ...conditionsOf(query, PREDICTION_PARTS),
      ],
    };
  },
  name: (query) => ofSamples(query, Prisma.sql`s."name"`),
  newest: (query) => ofSamples(query, Prisma.sql`s."createdAt"`),
};

function ofSamples(query: SampleQuery, key: Prisma.Sql): StretchSource {
  const ofPrediction = conditionsOf(query, PREDICTION_PARTS);
  if (isByError(query)) ofPrediction.push(Prisma.sql`p."error" IS NULL`);
  const samples = Prisma.sql`"Sample" s`;
  return {
    key,
    id: Prisma.sql`s."id"`,
    from: ofPrediction.length > 0 ? Prisma.sql`${samples} ${withPrediction(query)}` : samples,
    where: [...conditionsOf(query, SAMPLE_PARTS), ...ofPrediction],
  };
}

/** Where a sample stands in the query's order; null when there is no such sample. */
export async function positionOfSample(query: SampleQuery, id: string): Promise<Position | null> {
  const sample = await database().sample.findUnique({
    where: { id },
    select: {
      name: true,
      createdAt: true,
      predictions: { where: { modelId: query.model ?? '', crop: query.crop }, select: { error: true } },
    },
  });
  if (!sample) return null;
  const error = sample.predictions[0]?.error ?? null;
  if (isByError(query) && error !== null) return { stretch: 'error', value: error, id };
  if (query.sort === 'newest') return { stretch: 'newest', value: sample.createdAt.toISOString(), id };
  return { stretch: 'name', value: sample.name, id };
}
