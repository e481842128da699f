import 'server-only';
import type { HistogramId, SampleQuery } from '@/lib/contracts/sample';
import { REGION_IDS } from '@/lib/landmarks/scheme';
import { Prisma } from '@/prisma/generated/client';

/** One choice of the gallery's filter. */
export type QueryPart =
  | 'dataset'
  | 'split'
  | 'kind'
  | 'q'
  | 'edited'
  | 'review'
  | 'verdict'
  | 'tag'
  | 'reviewedBefore'
  | 'yaw'
  | 'size'
  | 'predicted'
  | 'error'
  | 'nme'
  | 'region'
  | 'disagreement';

const PREDICTION_PARTS: readonly QueryPart[] = ['predicted', 'error', 'nme', 'region'];

export const hasModel = ({ model }: SampleQuery): boolean => model !== undefined;
/** Two models can differ, one cannot. */
export const hasPair = ({ model, other }: SampleQuery): boolean =>
  model !== undefined && other !== undefined && model !== other;

const hasRange = (min: number | undefined, max: number | undefined): boolean => min !== undefined || max !== undefined;

/** What is measured of a sample; NULL where there is nothing to measure. */
export const VALUES: Readonly<Record<HistogramId, (query: SampleQuery) => Prisma.Sql>> = {
  error: () => Prisma.sql`p."error"`,
  nme: () => Prisma.sql`p."nmeInterOcular"`,
  region: ({ region }: SampleQuery) =>
    Prisma.sql`json_extract(p."regionErrors", ${`$[${region === undefined ? 0 : REGION_IDS.indexOf(region)}]`})`,
  disagreement: () => Prisma.sql`d."value"`,
  /** radians */
  yaw: () => Prisma.sql`ABS(s."yawRad")`,
  size: () => Prisma.sql`s."faceSize"`,
};

const inRadians = (degrees: number | undefined): number | undefined => degrees && (degrees * Math.PI) / 180;
const LARGEST = Number.MAX_VALUE;

const between = (value: Prisma.Sql, min = 0, max = LARGEST): Prisma.Sql =>
  Prisma.sql`${value} BETWEEN ${min} AND ${max}`;

/** What each part asks of "Sample" s, "Prediction" p and "Disagreement" d; nothing where the query does not name it. */
const CONDITIONS: Readonly<Record<QueryPart, (query: SampleQuery) => Prisma.Sql | undefined | false>> = {
  dataset: ({ dataset }) => dataset && oneOf(Prisma.sql`s."datasetId"`, dataset),
  split: ({ split }) => split && oneOf(Prisma.sql`s."split"`, split),
  kind: ({ kind }) =>
    kind && Prisma.sql`s."datasetId" IN (SELECT "id" FROM "Dataset" WHERE ${oneOf(Prisma.sql`"kind"`, kind)})`,
  q: ({ q }) => q !== undefined && Prisma.sql`s."name" LIKE ${`%${q.replace(/[\\%_]/g, '\\$&')}%`} ESCAPE '\\'`,
  edited: ({ edited }) => edited && isThere(Prisma.sql`s."editedAt"`, edited),
  review: ({ review }) => review && oneOf(Prisma.sql`s."reviewState"`, review),
  verdict: ({ verdict }) => verdict && oneOf(Prisma.sql`COALESCE(s."verdict", 'none')`, verdict),
  tag: ({ tag }) =>
    tag &&
    allOf(
      tag.map(
        (word) => Prisma.sql`EXISTS (SELECT 1 FROM "SampleTag" t WHERE t."tag" = ${word} AND t."sampleId" = s."id")`,
      ),
    ),
  reviewedBefore: ({ reviewedBefore }) =>
    reviewedBefore !== undefined &&
    Prisma.sql`(s."reviewedAt" IS NULL OR s."reviewedAt" < ${new Date(reviewedBefore)})`,
  yaw: (query) =>
    hasRange(query.minYaw, query.maxYaw) &&
    between(VALUES.yaw(query), inRadians(query.minYaw), inRadians(query.maxYaw)),
  size: (query) => hasRange(query.minSize, query.maxSize) && between(VALUES.size(query), query.minSize, query.maxSize),
  predicted: (query) => hasModel(query) && query.predicted && isThere(Prisma.sql`p."sampleId"`, query.predicted),
  // a range of errors means nothing without the model that made them
  error: (query) =>
    hasModel(query) &&
    hasRange(query.minError, query.maxError) &&
    between(VALUES.error(query), query.minError, query.maxError),
  nme: (query) =>
    hasModel(query) && hasRange(query.minNme, query.maxNme) && between(VALUES.nme(query), query.minNme, query.maxNme),
  region: (query) =>
    hasModel(query) &&
    query.region !== undefined &&
    hasRange(query.minRegion, query.maxRegion) &&
    between(VALUES.region(query), query.minRegion, query.maxRegion),
  disagreement: (query) =>
    hasPair(query) &&
    hasRange(query.minDisagreement, query.maxDisagreement) &&
    between(VALUES.disagreement(query), query.minDisagreement, query.maxDisagreement),
};

export const QUERY_PARTS = Object.keys(CONDITIONS) as readonly QueryPart[];

/**
 * Parts of the query as conditions. Plain SQL, because a gallery of 100,000 has to be counted and paged without reading
 * a single label.
 *
 * @param leftOut parts that are not asked
 */
export const conditionsOf = (query: SampleQuery, ...leftOut: readonly QueryPart[]): Prisma.Sql[] =>
  QUERY_PARTS.flatMap((part) => (leftOut.includes(part) ? [] : CONDITIONS[part](query) || []));

/** Parts that the query really asks. */
export const partsOf = (query: SampleQuery): QueryPart[] => QUERY_PARTS.filter((part) => CONDITIONS[part](query));

/** One value is compared and not listed: then an index that begins with the column keeps its order. */
function oneOf(column: Prisma.Sql, values: readonly string[]): Prisma.Sql {
  if (values.length === 0) return Prisma.sql`FALSE`;
  return values.length === 1
    ? Prisma.sql`${column} = ${values[0]}`
    : Prisma.sql`${column} IN (${Prisma.join([...values])})`;
}

function isThere(column: Prisma.Sql, answer: 'yes' | 'no'): Prisma.Sql {
  return answer === 'yes' ? Prisma.sql`${column} IS NOT NULL` : Prisma.sql`${column} IS NULL`;
}

/** `AND` of all of them; of none, everything. */
export function allOf(conditions: readonly Prisma.Sql[]): Prisma.Sql {
  return conditions.length === 0 ? Prisma.sql`TRUE` : Prisma.join([...conditions], ' AND ');
}

/** p is what the query's model said. */
export const isOfModel = ({ model, crop }: SampleQuery): Prisma.Sql =>
  Prisma.sql`p."modelId" = ${model} AND p."crop" = ${crop}`;

/** d is how far the query's two models lie apart. */
function isOfPair({ model = '', other = '', crop }: SampleQuery): Prisma.Sql {
  const [a, b] = pairOf(model, other);
  return Prisma.sql`d."modelA" = ${a} AND d."modelB" = ${b} AND d."crop" = ${crop}`;
}

/** Two models in the order in which their disagreement is kept. */
export const pairOf = (one: string, two: string): readonly [a: string, b: string] =>
  one < two ? [one, two] : [two, one];

export interface SourceNeeds {
  readonly prediction: boolean;
  readonly disagreement: boolean;
}

/** What a query needs beside the samples. */
export function needsOf(query: SampleQuery): SourceNeeds {
  const parts = partsOf(query);
  return {
    prediction: parts.some((part) => PREDICTION_PARTS.includes(part)),
    disagreement: parts.includes('disagreement'),
  };
}

/**
 * Every sample, with its prediction and disagreement beside it where the model has said something. All three are read
 * from indexes that hold just what is asked, in the same order, so that 100,000 samples take one walk through each: met
 * by their own tables, each row would bring its labels and landmarks along, and each step would go somewhere else.
 */
export function samplesWith(query: SampleQuery, { prediction, disagreement }: SourceNeeds): Prisma.Sql {
  const p = Prisma.sql`LEFT JOIN "Prediction" p INDEXED BY "Prediction_narrow_idx"
    ON ${isOfModel(query)} AND p."sampleId" = s."id"`;
  const d = Prisma.sql`LEFT JOIN "Disagreement" d INDEXED BY "Disagreement_narrow_idx"
    ON ${isOfPair(query)} AND d."sampleId" = s."id"`;
  return Prisma.sql`"Sample" s INDEXED BY "Sample_narrow_idx"
    ${prediction && hasModel(query) ? p : Prisma.empty} ${disagreement && hasPair(query) ? d : Prisma.empty}`;
}

/** `SELECT`-able: the ids of all samples that match. */
export const matchingIds = (query: SampleQuery): Prisma.Sql =>
  Prisma.sql`SELECT s."id" FROM ${samplesWith(query, needsOf(query))} WHERE ${allOf(conditionsOf(query))}`;
