import 'server-only';
import type { CreateEvaluation, Selection } from '@/lib/contracts/evaluation';
import type { ModelInfo } from '@/lib/contracts/model';
import { sampleQuerySchema } from '@/lib/contracts/sample';
import { Prisma } from '@/prisma/generated/client';
import { database } from './database';
import { readColumns } from './evaluation-files';
import { sampleIds } from './samples';
import { UserError } from './user-error';

/** Which samples an evaluation is of, before any label or prediction is read. */
export interface EvaluationPlan {
  /** with labels and a prediction that fits them, by name */
  readonly present: readonly string[];
  /** with labels, but without such a prediction, by name */
  readonly missing: readonly string[];
  /** without a landmark in place */
  readonly withoutLabels: number;
}

export const splitFilter = (split: CreateEvaluation['split']) => (split === 'all' ? {} : { split });

/** @param model null: one that is not known, which has no predictions */
export async function planEvaluation(
  { dataset, split, crop, selection }: Omit<CreateEvaluation, 'withoutFace'>,
  model: Pick<ModelInfo, 'id' | 'origin'>,
): Promise<EvaluationPlan> {
  const ofSplit = split === 'all' ? Prisma.empty : Prisma.sql`AND s."split" = ${split}`;
  const [rows, chosen] = await Promise.all([
    // plain SQL reads neither labels nor landmarks: of 50,000 samples that is the difference of seconds
    database().$queryRaw<
      { id: string; revision: unknown; faceSize: unknown; cropRevision: unknown; error: number | null }[]
    >`
      SELECT s."id", s."revision", s."faceSize", p."cropRevision", p."error" FROM "Sample" s
      LEFT JOIN "Prediction" p ON p."sampleId" = s."id" AND p."modelId" = ${model.id} AND p."crop" = ${crop}
      WHERE s."datasetId" = ${dataset} ${ofSplit} ORDER BY s."name", s."id"`,
    selection ? selectedIds(selection, dataset) : null,
  ]);
  const present: string[] = [];
  const missing: string[] = [];
  let withoutLabels = 0;
  for (const row of rows) {
    if (chosen && !chosen.has(row.id)) continue;
    if (Number(row.revision) === 0 || row.faceSize === null) withoutLabels++;
    else if (
      row.cropRevision !== null &&
      (Number(row.cropRevision) === Number(row.revision) || staysCurrent(row.error, crop, model))
    ) {
      present.push(row.id);
    } else missing.push(row.id);
  }
  return { present, missing, withoutLabels };
}

/**
 * Whether a prediction holds although labels have moved since. A crop at the ground truth moves with them; another tool
 * does not know them; a face that the detector found stays found, one that it missed may be found by other labels.
 */
const staysCurrent = (
  error: number | null,
  crop: CreateEvaluation['crop'],
  { origin }: Pick<ModelInfo, 'origin'>,
): boolean => origin === 'predictions' || (crop === 'detector' && error !== null);

async function selectedIds(selection: Selection, dataset: string): Promise<ReadonlySet<string>> {
  if (selection.kind === 'samples') return new Set(selection.ids);
  if (selection.kind === 'run') return new Set((await readColumns(selection.run)).ids);
  const query = sampleQuerySchema.safeParse(Object.fromEntries(new URLSearchParams(selection.query)));
  if (!query.success) {
    throw new UserError(400, `filter ${selection.name}: expected a gallery's query, found ${selection.query}`);
  }
  return new Set(await sampleIds({ ...query.data, dataset: [dataset] }));
}

/** The selection as a metric card states it. */
export function selectionWords(selection: Selection | null | undefined): string | null {
  if (!selection) return null;
  const { name } = selection;
  return selection.kind === 'filter' ? `filter ${name} (${selection.query})` : name;
}
