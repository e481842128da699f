import 'server-only';
import type { SampleFacets, SampleQuery } from '@/lib/contracts/sample';
import { Prisma } from '@/prisma/generated/client';
import { database } from './database';
import { allOf, conditionsOf, hasModel, type QueryPart, SAMPLE_PARTS, withPrediction } from './sample-where';

const BIN_WIDTH_PX = 1;
const BINS = 40;

/** Samples of one dataset and split: how many match the rest of the query, and how many would with other choices. */
interface Group {
  readonly datasetId: string;
  readonly split: string;
  /** by edited, predicted and error */
  readonly matching: number;
  /** that have a prediction, by edited and error */
  readonly predicted: number;
  /** that a person has corrected, by predicted and error */
  readonly edited: number;
}

/**
 * What can be chosen next and how many samples each choice would give. A facet leaves its own choice out of the count,
 * so that its numbers show what choosing differently would give.
 */
export async function sampleFacets(query: SampleQuery): Promise<SampleFacets> {
  const [datasets, groups, errors] = await Promise.all([
    database().dataset.findMany({ select: { id: true, name: true, kind: true }, orderBy: { name: 'asc' } }),
    readGroups(query),
    hasModel(query) ? readErrorBins(query) : null,
  ]);
  const kindOf = new Map(datasets.map(({ id, kind }) => [id, kind]));
  const isChosen = {
    dataset: ({ datasetId }: Group) => query.dataset?.includes(datasetId) ?? true,
    split: ({ split }: Group) => query.split?.some((chosen) => chosen === split) ?? true,
    kind: ({ datasetId }: Group) => query.kind?.some((chosen) => chosen === kindOf.get(datasetId)) ?? true,
  };
  const chosenBut = (leftOut?: keyof typeof isChosen) =>
    groups.filter((group) =>
      (['dataset', 'split', 'kind'] as const).every((part) => part === leftOut || isChosen[part](group)),
    );
  const chosen = chosenBut();
  const byDataset = tally(chosenBut('dataset'), ({ datasetId }) => datasetId);
  return {
    total: sum(chosen, ({ matching }) => matching),
    datasets: datasets.map(({ id, name }) => ({ id, name, count: byDataset.get(id) ?? 0 })),
    splits: toCounts(tally(chosenBut('split'), ({ split }) => split)),
    kinds: toCounts(tally(chosenBut('kind'), ({ datasetId }) => kindOf.get(datasetId) ?? 'real')),
    predicted: sum(chosen, ({ predicted }) => predicted),
    edited: sum(chosen, ({ edited }) => edited),
    errors,
  };
}

/** One walk over a narrow index gives every count but the histogram. */
async function readGroups(query: SampleQuery): Promise<Group[]> {
  const where = (...parts: QueryPart[]) => conditionsOf(query, parts);
  const isPredicted = hasModel(query) ? Prisma.sql`p."sampleId" IS NOT NULL` : Prisma.sql`FALSE`;
  const rows = await database().$queryRaw<Record<keyof Group, unknown>[]>`
    SELECT s."datasetId", s."split",
      COUNT(*) FILTER (WHERE ${allOf(where('edited', 'labelled', 'predicted', 'error'))}) AS "matching",
      COUNT(*) FILTER (WHERE ${allOf([isPredicted, ...where('edited', 'labelled', 'error')])}) AS "predicted",
      COUNT(*) FILTER (WHERE ${allOf([Prisma.sql`s."editedAt" IS NOT NULL`, ...where('labelled', 'predicted', 'error')])}) AS "edited"
    FROM "Sample" s ${hasModel(query) ? withPrediction(query) : Prisma.empty}
    WHERE ${allOf(where('q'))}
    GROUP BY s."datasetId", s."split"`;
  return rows.map((row) => ({
    datasetId: String(row.datasetId),
    split: String(row.split),
    matching: Number(row.matching),
    predicted: Number(row.predicted),
    edited: Number(row.edited),
  }));
}

/** Errors over the query without its error range, in bins of a px; null where there are none. */
async function readErrorBins(query: SampleQuery): Promise<SampleFacets['errors']> {
  const rows = await database().$queryRaw<{ bin: unknown; count: unknown }[]>`
    SELECT CASE WHEN p."error" < ${BINS * BIN_WIDTH_PX} THEN CAST(p."error" / ${BIN_WIDTH_PX} AS INTEGER) ELSE ${BINS - 1} END AS "bin",
      COUNT(*) AS "count"
    FROM "Sample" s ${withPrediction(query)}
    WHERE ${allOf([Prisma.sql`p."error" IS NOT NULL`, ...conditionsOf(query, [...SAMPLE_PARTS, 'predicted'])])}
    GROUP BY "bin"`;
  if (rows.length === 0) return null;
  const counts = new Array<number>(BINS).fill(0);
  for (const { bin, count } of rows) counts[Number(bin)] = Number(count);
  return { binWidth: BIN_WIDTH_PX, counts };
}

const sum = (groups: readonly Group[], value: (group: Group) => number): number =>
  groups.reduce((total, group) => total + value(group), 0);

function tally(groups: readonly Group[], key: (group: Group) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const group of groups) counts.set(key(group), (counts.get(key(group)) ?? 0) + group.matching);
  return counts;
}

const toCounts = (counts: ReadonlyMap<string, number>): { value: string; count: number }[] =>
  [...counts].filter(([, count]) => count > 0).map(([value, count]) => ({ value, count }));
