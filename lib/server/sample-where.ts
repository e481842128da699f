import 'server-only';
import type { SampleQuery } from '@/lib/contracts/sample';
import { Prisma } from '@/prisma/generated/client';

/** One choice of the gallery's filter. */
export type QueryPart = 'dataset' | 'split' | 'kind' | 'q' | 'edited' | 'labelled' | 'predicted' | 'error';

export const SAMPLE_PARTS = ['dataset', 'split', 'kind', 'q', 'edited', 'labelled'] as const;
export const PREDICTION_PARTS = ['predicted', 'error'] as const;

/**
 * Parts of the query as conditions on "Sample" s and, for `predicted` and `error`, on the "Prediction" p of its model.
 * Plain SQL, because a gallery of 50,000 has to be counted and paged without reading a single label.
 */
export function conditionsOf(query: SampleQuery, parts: readonly QueryPart[]): Prisma.Sql[] {
  const { dataset, split, kind, q, edited, labelled, predicted, minError, maxError } = query;
  const conditions: Record<QueryPart, Prisma.Sql | undefined | false> = {
    dataset: dataset && oneOf(Prisma.sql`s."datasetId"`, dataset),
    split: split && oneOf(Prisma.sql`s."split"`, split),
    kind: kind && Prisma.sql`s."datasetId" IN (SELECT "id" FROM "Dataset" WHERE ${oneOf(Prisma.sql`"kind"`, kind)})`,
    q: q !== undefined && Prisma.sql`s."name" LIKE ${`%${q.replace(/[\\%_]/g, '\\$&')}%`} ESCAPE '\\'`,
    edited: edited && isThere(Prisma.sql`s."editedAt"`, edited),
    labelled: labelled && (labelled === 'yes' ? Prisma.sql`s."revision" > 0` : Prisma.sql`s."revision" = 0`),
    predicted: hasModel(query) && predicted && isThere(Prisma.sql`p."sampleId"`, predicted),
    error: hasErrorRange(query) && Prisma.sql`p."error" BETWEEN ${minError ?? 0} AND ${maxError ?? Number.MAX_VALUE}`,
  };
  return parts.flatMap((part) => conditions[part] || []);
}

export const hasModel = ({ model }: SampleQuery): boolean => model !== undefined;

/** A range of errors means nothing without the model that made them. */
export const hasErrorRange = (query: SampleQuery): boolean =>
  hasModel(query) && (query.minError !== undefined || query.maxError !== undefined);

/** One value is compared and not listed: then an index that begins with the column keeps its order. */
const oneOf = (column: Prisma.Sql, values: readonly string[]): Prisma.Sql => {
  if (values.length === 0) return Prisma.sql`FALSE`;
  return values.length === 1
    ? Prisma.sql`${column} = ${values[0]}`
    : Prisma.sql`${column} IN (${Prisma.join([...values])})`;
};

const isThere = (column: Prisma.Sql, answer: 'yes' | 'no'): Prisma.Sql =>
  answer === 'yes' ? Prisma.sql`${column} IS NOT NULL` : Prisma.sql`${column} IS NULL`;

/** `AND` of all of them; of none, everything. */
export const allOf = (conditions: readonly Prisma.Sql[]): Prisma.Sql =>
  conditions.length === 0 ? Prisma.sql`TRUE` : Prisma.join([...conditions], ' AND ');

/** p is what the query's model said. */
export const isOfModel = ({ model, crop }: SampleQuery): Prisma.Sql =>
  Prisma.sql`p."modelId" = ${model} AND p."crop" = ${crop}`;

/**
 * p beside every sample, empty where the model has not run. SQLite would meet p by its primary key and then read the
 * whole row, landmarks and all, for one number: the hint names the index that holds it.
 */
export const withPrediction = (query: SampleQuery): Prisma.Sql =>
  Prisma.sql`LEFT JOIN "Prediction" p INDEXED BY "Prediction_sampleId_modelId_crop_error_idx"
    ON p."sampleId" = s."id" AND ${isOfModel(query)}`;
