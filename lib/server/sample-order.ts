import 'server-only';
import { z } from 'zod';
import type { SampleQuery } from '@/lib/contracts/sample';
import type { Prisma } from '@/prisma/generated/client';
import { database } from './database';
import { errorRange, sampleWhere } from './sample-where';
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

const positionSchema = z.tuple([
  z.enum(['name', 'error', 'newest']),
  z.union([z.string(), z.number()]),
  z.string().max(64),
]);

export const cursorOf = ({ stretch, value, id }: Position): string =>
  Buffer.from(JSON.stringify([stretch, value, id])).toString('base64url');

/** @throws UserError for anything that is not a cursor of ours */
export function positionOf(cursor: string): Position {
  try {
    const [stretch, value, id] = positionSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    return { stretch, value, id };
  } catch (cause) {
    throw new UserError(400, 'cursor: expected one from the page before, found something else', {
      cause: String(cause),
    });
  }
}

type Stretch = Position['stretch'];

const isByError = (query: SampleQuery): boolean => query.sort === 'error' && query.model !== undefined;

const stretchesOf = (query: SampleQuery): readonly Stretch[] =>
  isByError(query) ? ['error', 'name'] : [query.sort === 'newest' ? 'newest' : 'name'];

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
  take: number,
): Promise<Position[]> {
  const descending = isDescending(query, stretch) !== (direction === 'before');
  const order = descending ? 'desc' : 'asc';
  const beyond = descending ? 'lt' : 'gt';
  // ties fall by id, in the order's own direction, so that no sample is met twice or never
  const past = <K extends string>(key: K, value: unknown, idKey: string) => ({
    OR: [{ [key]: { [beyond]: value } }, { [key]: value, [idKey]: { [beyond]: bound?.id } }],
  });
  if (stretch === 'error') {
    const rows = await database().prediction.findMany({
      where: {
        AND: [
          { modelId: query.model, crop: query.crop, error: { not: null, ...errorRange(query) } },
          { sample: sampleWhere(query, ['predicted', 'error']) },
          ...(query.dataset ? [{ datasetId: { in: query.dataset } }] : []),
          ...(query.predicted === 'no' ? [{ sampleId: { in: [] } }] : []),
          ...(bound ? [past('error', bound.value, 'sampleId') as Prisma.PredictionWhereInput] : []),
        ],
      },
      orderBy: [{ error: order }, { sampleId: order }],
      select: { sampleId: true, error: true },
      take,
    });
    return rows.map(({ sampleId, error }) => ({ stretch, value: error as number, id: sampleId }));
  }
  const withoutError: Prisma.SampleWhereInput[] = isByError(query)
    ? [{ predictions: { none: { modelId: query.model, crop: query.crop, error: { not: null } } } }]
    : [];
  const key = stretch === 'newest' ? 'createdAt' : 'name';
  const value = stretch === 'newest' && bound ? new Date(bound.value) : bound?.value;
  const rows = await database().sample.findMany({
    where: {
      AND: [sampleWhere(query), ...withoutError, ...(bound ? [past(key, value, 'id') as Prisma.SampleWhereInput] : [])],
    },
    orderBy: [{ [key]: order }, { id: order }],
    select: { id: true, name: true, createdAt: true },
    take,
  });
  return rows.map((row) => ({
    stretch,
    value: stretch === 'newest' ? row.createdAt.toISOString() : row.name,
    id: row.id,
  }));
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
