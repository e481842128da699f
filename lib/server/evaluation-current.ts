import 'server-only';
import type { LiveTotals } from '@/lib/contracts/evaluation';
import { type CurrentWords, formatRunFile } from '@/lib/evaluation/run-file';
import { database } from './database';
import { readColumns } from './evaluation-files';
import { requireEvaluation } from './evaluations';

/** The run's columns with what its images are now: everything that its page filters and sorts by. */
export async function evaluationRunFile(id: string): Promise<Uint8Array<ArrayBuffer>> {
  await requireEvaluation(id);
  const columns = await readColumns(id);
  const [samples, tags] = await Promise.all([
    database().$queryRaw<{ id: string; split: string; review: string; revision: unknown }[]>`
      SELECT s."id", s."split", s."reviewState" AS "review", s."revision" FROM "EvaluationResult" r
      JOIN "Sample" s ON s."id" = r."sampleId" WHERE r."evaluationId" = ${id}`,
    database().$queryRaw<{ id: string; tag: string }[]>`
      SELECT t."sampleId" AS "id", t."tag" FROM "EvaluationResult" r
      JOIN "SampleTag" t ON t."sampleId" = r."sampleId" WHERE r."evaluationId" = ${id}`,
  ]);
  const byId = new Map(samples.map((sample) => [sample.id, sample]));
  const tagsOf = new Map<string, string[]>();
  for (const { id: sample, tag } of tags) tagsOf.set(sample, [...(tagsOf.get(sample) ?? []), tag]);
  const current = columns.ids.map((sample, row): CurrentWords => {
    const known = byId.get(sample);
    return {
      split: known?.split ?? 'none',
      review: known?.review ?? 'unreviewed',
      tags: tagsOf.get(sample) ?? [],
      isCurrent: known !== undefined && Number(known.revision) === columns.revision[row],
    };
  });
  return formatRunFile(columns, current);
}

/**
 * What the run's totals would be with the labels as they are now, from the errors that each save brings up to date. The
 * prediction is still the one that was scored: scoring again may move its crop a little.
 */
export async function liveTotals(id: string): Promise<LiveTotals> {
  const { modelId, crop, report } = await requireEvaluation(id);
  const edited = await database().$queryRaw<{ id: string; scored: number; now: number | null }[]>`
    SELECT r."sampleId" AS "id", r."error" AS "scored", p."error" AS "now" FROM "EvaluationResult" r
    JOIN "Sample" s ON s."id" = r."sampleId" AND s."revision" <> r."revision"
    LEFT JOIN "Prediction" p ON p."sampleId" = r."sampleId" AND p."modelId" = ${modelId} AND p."crop" = ${crop}
    WHERE r."evaluationId" = ${id}`;
  return {
    images: report.images,
    me: report.me,
    edited: edited.map(({ id: sampleId, scored, now }) => ({ sampleId, scored, now: now ?? scored })),
  };
}
