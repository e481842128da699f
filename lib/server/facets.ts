import 'server-only';
import { splitSchema } from '@/lib/contracts/common';
import { REVIEW_STATES, type TagCount, VERDICTS } from '@/lib/contracts/review';
import {
  HISTOGRAMS,
  type HistogramCounts,
  type HistogramId,
  type SampleFacets,
  type SampleQuery,
  USUAL_HISTOGRAMS,
  type ValueCount,
} from '@/lib/contracts/sample';
import { Prisma } from '@/prisma/generated/client';
import { database } from './database';
import { workOutDisagreement } from './disagreement';
import {
  allOf,
  conditionsOf,
  hasModel,
  hasPair,
  needsOf,
  QUERY_PARTS,
  type QueryPart,
  samplesWith,
  VALUES,
} from './sample-where';

/**
 * What can be chosen next and how many samples each choice would give. A facet leaves its own choice out of the count,
 * so that its numbers show what choosing differently would give; tags narrow each other and keep it.
 *
 * @param histograms those to be counted: each is a walk of its own
 */
export async function sampleFacets(
  query: SampleQuery,
  histograms: readonly HistogramId[] = USUAL_HISTOGRAMS,
): Promise<SampleFacets> {
  const datasets = await database().dataset.findMany({
    select: { id: true, name: true, kind: true },
    orderBy: { name: 'asc' },
  });
  const pending =
    hasPair(query) && (histograms.includes('disagreement') || needsOf(query).disagreement)
      ? await workOutDisagreement(query)
      : 0;
  const wanted = HISTOGRAMS.filter((id) => histograms.includes(id) && canCount(id, query));
  const [lists, tags, ...counts] = await Promise.all([
    readLists(query, datasets),
    readTags(query),
    ...wanted.map((id) => readHistogram(query, id)),
  ]);
  return { ...lists, tags, histograms: Object.fromEntries(wanted.map((id, i) => [id, counts[i]])), pending };
}

function canCount(id: HistogramId, query: SampleQuery): boolean {
  if (id === 'yaw' || id === 'size') return true;
  if (id === 'disagreement') return hasPair(query);
  return hasModel(query) && (id !== 'region' || query.region !== undefined);
}

/** A number of the answer: rows that meet a condition, beside all of the query but the parts of the same list. */
interface Count {
  readonly list: string;
  readonly value: string;
  readonly leftOut: readonly QueryPart[];
  readonly is: Prisma.Sql;
}

type DatasetRow = { readonly id: string; readonly name: string; readonly kind: string };

/** Every count but tags and histograms, in one walk: a row is read once and met by some dozens of comparisons. */
async function readLists(query: SampleQuery, datasets: readonly DatasetRow[]) {
  const same = (list: string, part: QueryPart, column: Prisma.Sql, values: readonly string[]): Count[] =>
    values.map((value) => ({ list, value, leftOut: [part], is: Prisma.sql`${column} = ${value}` }));
  const isPredicted = hasModel(query) ? Prisma.sql`p."sampleId" IS NOT NULL` : Prisma.sql`FALSE`;
  const kinds = [...new Set(datasets.map(({ kind }) => kind))];
  const counts: readonly Count[] = [
    { list: 'total', value: '', leftOut: [], is: Prisma.sql`TRUE` },
    { list: 'predicted', value: '', leftOut: ['predicted'], is: isPredicted },
    { list: 'edited', value: '', leftOut: ['edited'], is: Prisma.sql`s."editedAt" IS NOT NULL` },
    ...same(
      'dataset',
      'dataset',
      Prisma.sql`s."datasetId"`,
      datasets.map(({ id }) => id),
    ),
    ...same('split', 'split', Prisma.sql`s."split"`, splitSchema.options),
    ...kinds.map((kind): Count => {
      const ids = datasets.filter((dataset) => dataset.kind === kind).map(({ id }) => id);
      return { list: 'kind', value: kind, leftOut: ['kind'], is: Prisma.sql`s."datasetId" IN (${Prisma.join(ids)})` };
    }),
    ...same('review', 'review', Prisma.sql`s."reviewState"`, REVIEW_STATES),
    ...same('verdict', 'verdict', Prisma.sql`COALESCE(s."verdict", 'none')`, [...VERDICTS, 'none']),
  ];
  // what every count asks is asked once, of the row as a whole
  const apart: readonly QueryPart[] = ['dataset', 'split', 'kind', 'review', 'verdict', 'predicted', 'edited'];
  const rest = (leftOut: readonly QueryPart[]) => conditionsOf(query, ...COMMON_PARTS, ...leftOut);
  const columns = counts.map(
    ({ leftOut, is }, i) =>
      Prisma.sql`COUNT(*) FILTER (WHERE ${allOf([is, ...rest(leftOut)])}) AS ${Prisma.raw(`"c${i}"`)}`,
  );
  const [row] = await database().$queryRaw<Record<string, unknown>[]>`
    SELECT ${Prisma.join(columns)} FROM ${samplesWith(query, { ...needsOf(query), prediction: hasModel(query) })}
    WHERE ${allOf(conditionsOf(query, ...apart))}`;
  const found = counts.map(({ list, value }, i) => ({ list, value, count: Number(row[`c${i}`]) }));
  const listOf = (list: string): ValueCount[] =>
    found.filter((entry) => entry.list === list).map(({ value, count }) => ({ value, count }));
  const isSome = ({ count }: ValueCount) => count > 0;
  const nameOf = new Map(datasets.map(({ id, name }) => [id, name]));
  return {
    total: listOf('total')[0].count,
    predicted: listOf('predicted')[0].count,
    edited: listOf('edited')[0].count,
    datasets: listOf('dataset').map(({ value, count }) => ({ id: value, name: nameOf.get(value) ?? value, count })),
    splits: listOf('split').filter(isSome),
    kinds: listOf('kind').filter(isSome),
    reviews: listOf('review').filter(isSome),
    verdicts: listOf('verdict').filter(isSome),
  };
}

/** Asked of the whole row in `readLists`, and so not again in each count. */
const COMMON_PARTS: readonly QueryPart[] = [
  'q',
  'tag',
  'reviewedBefore',
  'yaw',
  'size',
  'error',
  'nme',
  'region',
  'disagreement',
];

/** Tags of the samples that match, the most frequent first. */
async function readTags(query: SampleQuery): Promise<TagCount[]> {
  const conditions = conditionsOf(query);
  const rows =
    conditions.length === 0
      ? await database().$queryRaw<{ tag: string; count: unknown }[]>`
          SELECT "tag", COUNT(*) AS "count" FROM "SampleTag" GROUP BY "tag"`
      : await database().$queryRaw<{ tag: string; count: unknown }[]>`
          SELECT t."tag" AS "tag", COUNT(*) AS "count"
          FROM ${samplesWith(query, needsOf(query))} JOIN "SampleTag" t ON t."sampleId" = s."id"
          WHERE ${allOf(conditions)} GROUP BY t."tag"`;
  return rows
    .map(({ tag, count }) => ({ tag, count: Number(count) }))
    .sort((a, b) => b.count - a.count || (a.tag < b.tag ? -1 : 1));
}

/** Width of a bin in the values' own unit, and how many there are; the last is open. */
const BINS: Readonly<Record<Exclude<HistogramId, 'size'>, { readonly width: number; readonly bins: number }>> = {
  error: { width: 1, bins: 40 },
  nme: { width: 0.5, bins: 40 },
  region: { width: 1, bins: 40 },
  disagreement: { width: 0.5, bins: 40 },
  // degrees; nobody is turned further than 90
  yaw: { width: 5, bins: 18 },
};
const SIZE_BINS = 40;
const DEGREES = 180 / Math.PI;

/** How a value is spread over the query without its own range; null where no sample has one. */
async function readHistogram(query: SampleQuery, id: HistogramId): Promise<HistogramCounts | null> {
  const { width, bins } = id === 'size' ? { width: await sizeBinWidth(query), bins: SIZE_BINS } : BINS[id];
  const value = VALUES[id](query);
  const inUnits = id === 'yaw' ? Prisma.sql`${value} * ${DEGREES}` : value;
  const needs = needsOf(query);
  const source = samplesWith(query, {
    prediction: needs.prediction || id === 'error' || id === 'nme' || id === 'region',
    disagreement: needs.disagreement || id === 'disagreement',
  });
  const rows = await database().$queryRaw<{ bin: unknown; count: unknown }[]>`
    SELECT MIN(CAST(${inUnits} / ${width} AS INTEGER), ${bins - 1}) AS "bin", COUNT(*) AS "count" FROM ${source}
    WHERE ${allOf([Prisma.sql`${value} IS NOT NULL`, ...conditionsOf(query, id)])}
    GROUP BY 1`;
  if (rows.length === 0) return null;
  const counts = new Array<number>(bins).fill(0);
  for (const { bin, count } of rows) counts[Number(bin)] = Number(count);
  return { binWidth: width, counts };
}

/** Faces are as large as their photos: the bins reach to the largest of the chosen datasets, in round steps. */
async function sizeBinWidth(query: SampleQuery): Promise<number> {
  const datasets = conditionsOf(query, ...QUERY_PARTS.filter((part) => part !== 'dataset'));
  const [{ largest }] = await database().$queryRaw<{ largest: unknown }[]>`
    SELECT MAX(s."faceSize") AS "largest" FROM "Sample" s INDEXED BY "Sample_narrow_idx" WHERE ${allOf(datasets)}`;
  const least = Number(largest ?? 0) / SIZE_BINS;
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step > least) ?? 10 * power;
}
