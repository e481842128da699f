import 'server-only';
import { z } from 'zod';
import type { SampleQuery } from '@/lib/contracts/sample';
import { Prisma } from '@/prisma/generated/client';
import { database } from './database';
import {
  allOf,
  conditionsOf,
  hasModel,
  hasPair,
  isOfModel,
  needsOf,
  pairOf,
  partsOf,
  type QueryPart,
  samplesWith,
  VALUES,
} from './sample-where';
import { UserError } from './user-error';

/** What can be sorted by beside names and times: samples without such a value come last, by name. */
const MEASURES = ['error', 'nme', 'disagreement', 'yaw'] as const;
type Measure = (typeof MEASURES)[number];

/**
 * A place in the query's order: the sort value of a sample and its id. An order by a measure has two stretches, samples
 * with a value and then those without, each with its own key; `stretch` says which.
 */
export interface Position {
  readonly stretch: 'name' | 'newest' | Measure;
  readonly value: string | number;
  readonly id: string;
}

export type Direction = 'after' | 'before';

const id = z.string().max(64);
const positionSchema = z.union([
  z.tuple([z.literal('name'), z.string(), id]),
  z.tuple([z.enum(MEASURES), z.number(), id]),
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

/** The measure that really sorts: one of a model, or of two, means nothing without them. */
function measureOf(query: SampleQuery): Measure | null {
  const measure = MEASURES.find((known) => known === query.sort);
  if (!measure) return null;
  const isThere = measure === 'yaw' || (measure === 'disagreement' ? hasPair(query) : hasModel(query));
  return isThere ? measure : null;
}

function stretchesOf(query: SampleQuery): readonly Stretch[] {
  const measure = measureOf(query);
  if (!measure) return [query.sort === 'newest' ? 'newest' : 'name'];
  // within a range of the measure there are no samples without one
  return partsOf(query).includes(measure) ? [measure] : [measure, 'name'];
}

/** Worst, most turned and newest first unless the query says otherwise; names always rise in the stretch without values. */
function isDescending(query: SampleQuery, stretch: Stretch): boolean {
  if (stretch === 'name') return query.sort === 'name' && query.order === 'desc';
  return query.order !== 'asc';
}

/**
 * Positions after (or before, nearest first) one in the query's order; from the start without one. Keyset paging: a page
 * costs the same wherever it stands.
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
  const { key, id, from, where } = sourceOf(query, stretch);
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

/** Filters under which an index holds the order of a stretch, when each names one value. */
const INDEXED: Readonly<Partial<Record<Stretch, readonly (readonly QueryPart[])[]>>> = {
  name: [[], ['dataset'], ['dataset', 'split'], ['dataset', 'review']],
  newest: [[]],
  error: [[], ['dataset']],
};

function isIndexed(query: SampleQuery, stretch: Stretch): boolean {
  const parts = partsOf(query);
  const isOneValue = (part: QueryPart) => (query[part as 'dataset' | 'split' | 'review'] ?? []).length === 1;
  return (INDEXED[stretch] ?? []).some(
    (indexed) => indexed.length === parts.length && parts.every((part) => indexed.includes(part) && isOneValue(part)),
  );
}

/**
 * Where a stretch is read from. With few filters an index holds its order already, and a page is one short scan of it.
 * Any others are asked of every sample in one narrow walk that keeps the first of the order: slower than a lucky scan,
 * and as fast for three matches in 100,000 as for all.
 */
function sourceOf(query: SampleQuery, stretch: Stretch): StretchSource {
  const measure = measureOf(query);
  const isRest = stretch === 'name' && measure !== null;
  const isOrdered = !isRest && isIndexed(query, stretch);
  if (stretch === 'error' && isOrdered) return byErrorIndex(query);
  const needs = needsOf(query);
  const source = samplesWith(query, {
    prediction: needs.prediction || measure === 'error' || measure === 'nme',
    disagreement: needs.disagreement || measure === 'disagreement',
  });
  const where = conditionsOf(query);
  const value = measure && VALUES[measure](query);
  if (value) where.push(isRest ? Prisma.sql`${value} IS NULL` : Prisma.sql`${value} IS NOT NULL`);
  return {
    key: value && !isRest ? value : stretch === 'newest' ? Prisma.sql`s."createdAt"` : Prisma.sql`s."name"`,
    id: Prisma.sql`s."id"`,
    from: isOrdered ? Prisma.sql`"Sample" s` : source,
    where,
  };
}

/** p leads, in the order of its index; of one dataset, of the index that begins with it. */
function byErrorIndex(query: SampleQuery): StretchSource {
  const { dataset } = query;
  return {
    key: Prisma.sql`p."error"`,
    id: Prisma.sql`p."sampleId"`,
    from: Prisma.sql`"Prediction" p`,
    where: [
      isOfModel(query),
      Prisma.sql`p."error" IS NOT NULL`,
      ...(dataset ? [Prisma.sql`p."datasetId" = ${dataset[0]}`] : []),
    ],
  };
}

/** Where a sample stands in the query's order; null when there is no such sample. */
export async function positionOfSample(query: SampleQuery, id: string): Promise<Position | null> {
  const sample = await database().sample.findUnique({
    where: { id },
    select: {
      name: true,
      createdAt: true,
      yawRad: true,
      predictions: {
        where: { modelId: query.model ?? '', crop: query.crop },
        select: { error: true, nmeInterOcular: true },
      },
    },
  });
  if (!sample) return null;
  const measure = measureOf(query);
  const value = measure && (await measured(measure));
  if (measure && value !== null) return { stretch: measure, value, id };
  if (query.sort === 'newest') return { stretch: 'newest', value: sample.createdAt.toISOString(), id };
  return { stretch: 'name', value: sample.name, id };

  async function measured(of: Measure): Promise<number | null> {
    const [prediction] = sample?.predictions ?? [];
    if (of === 'error') return prediction?.error ?? null;
    if (of === 'nme') return prediction?.nmeInterOcular ?? null;
    if (of === 'yaw') return sample?.yawRad == null ? null : Math.abs(sample.yawRad);
    const [modelA, modelB] = pairOf(query.model ?? '', query.other ?? '');
    const key = { sampleId: id, modelA, modelB, crop: query.crop };
    const pair = await database().disagreement.findUnique({ where: { sampleId_modelA_modelB_crop: key } });
    return pair?.value ?? null;
  }
}
