import 'server-only';
import { randomUUID } from 'node:crypto';
import type {
  CreateEvaluation,
  EvaluationReport,
  EvaluationRequest,
  EvaluationSummary,
  OverlapRecord,
} from '@/lib/contracts/evaluation';
import { createEvaluationSchema } from '@/lib/contracts/evaluation';
import type { ModelInfo } from '@/lib/contracts/model';
import { withIntervals } from '@/lib/evaluation/intervals';
import { evaluationReport, joinWords, NO_WORDS } from '@/lib/evaluation/report';
import { toColumns } from '@/lib/evaluation/result-columns';
import type { Dataset, Evaluation } from '@/prisma/generated/client';
import { database } from './database';
import { baselineShape, readWords, scoreSamples } from './evaluation-faces';
import { removeResults, writeResults } from './evaluation-files';
import { type EvaluationPlan, planEvaluation, selectionWords, splitFilter } from './evaluation-plan';
import { insertResults } from './evaluation-rows';
import { newestSequence, pinLabels } from './label-versions';
import { requireModel } from './models';
import { passOverlapGate } from './overlap';
import { notFound, UserError } from './user-error';

/**
 * Scores a model on a split, a filter or hand-picked samples from its stored predictions and keeps the run, pinned to the
 * labels as they are now.
 *
 * @throws UserError 409 with `missing`, the samples whose prediction is absent or was cropped around older labels, or with
 *   `overlap` when the model was trained on some of them and nobody has allowed that
 */
export async function createEvaluation(asked: EvaluationRequest): Promise<EvaluationSummary> {
  const { request, model } = await readRequest(asked);
  const dataset = await requireDataset(request);
  const overlap = await passGate(request, model, dataset);
  const { plan, scored, words, unmeasured, unanswered, baseline, labelVersion } = await scorePinned(
    request,
    model,
    dataset,
  );
  if (scored.columns.count === 0) {
    throw new UserError(
      422,
      `evaluation: ${dataset.name}, split ${request.split}: expected labelled faces, found none`,
    );
  }
  const report = await withIntervals(
    evaluationReport(
      scored,
      {
        dataset: dataset.name,
        split: request.split,
        selection: selectionWords(request.selection),
        labelVersion: labelVersion.name,
        cropSource: model.origin === 'predictions' ? 'external' : request.crop,
        model: model.id,
        modelSha256: model.card.weightsSha256,
        withoutLabels: plan.withoutLabels + unmeasured,
        withoutFace: unanswered.split.length,
        meanShapeSource: baseline.source,
        overlap,
      },
      words,
      unanswered,
    ),
    scored.columns,
  );
  const id = randomUUID();
  await writeResults(id, scored);
  const create = database().evaluation.create({
    data: {
      id,
      modelId: model.id,
      datasetId: dataset.id,
      split: request.split,
      selection: request.selection ? JSON.stringify(request.selection) : null,
      crop: request.crop,
      labelVersionId: labelVersion.id,
      images: scored.columns.count,
      report: JSON.stringify(report),
      me: report.me,
    },
    include: { model: true, dataset: true },
  });
  try {
    const [row] = await database().$transaction([create, ...insertResults(id, scored)]);
    return toSummary(row as SummaryRow);
  } catch (error) {
    await removeResults(id);
    throw error;
  }
}

/** Samples whose prediction must be made before they can be scored: none yet, or cropped around older labels. */
export async function samplesToPredict(asked: EvaluationRequest): Promise<readonly string[]> {
  const { request, model } = await readRequest(asked);
  const { missing } = await planEvaluation(request, model);
  if (missing.length > 0) await passGate(request, model, await requireDataset(request));
  return missing;
}

/** Before a minute is spent on predictions as well as before their numbers are kept. @throws UserError 409 with `overlap` */
async function passGate(request: CreateEvaluation, model: ModelInfo, { id, name }: Dataset): Promise<OverlapRecord> {
  const { split, selection } = request;
  const plan = selection ? await planEvaluation(request, model) : null;
  return passOverlapGate({
    model,
    where: { datasetId: id, ...splitFilter(split) },
    among: plan && new Set([...plan.present, ...plan.missing]),
    what: split === 'all' ? name : `${name}, split ${split},`,
    isAllowed: request.allowOverlap ?? false,
  });
}

async function requireDataset({ dataset }: CreateEvaluation): Promise<Dataset> {
  const row = await database().dataset.findUnique({ where: { id: dataset } });
  if (!row) throw notFound('dataset', dataset);
  return row;
}

/** Another tool's predictions are kept in one place, whatever it was cropped by. */
async function readRequest(asked: EvaluationRequest): Promise<{ request: CreateEvaluation; model: ModelInfo }> {
  const request = createEvaluationSchema.parse(asked);
  const model = await requireModel(request.model);
  return { request: model.origin === 'predictions' ? { ...request, crop: 'ground-truth' } : request, model };
}

/** Reads until nobody has saved labels meanwhile: the version pinned holds just the labels that are scored. */
async function scorePinned(request: CreateEvaluation, model: ModelInfo, dataset: Dataset) {
  for (;;) {
    const before = await newestSequence(dataset.id);
    const plan = await planEvaluation(request, model);
    refuseMissing(plan, request, model, dataset);
    // nothing to take a mean of: told by the caller
    const baseline = plan.present.length > 0 ? await baselineShape(model, request, plan.present) : null;
    const results = baseline
      ? await scoreSamples(plan.present, { model: model.id, crop: request.crop, kind: dataset.kind }, baseline.shape)
      : { scored: toColumns([]), words: NO_WORDS, unmeasured: 0, unfound: NO_WORDS };
    const missing = await readWords(plan.missing, dataset.kind);
    const labelVersion = await pinLabels(dataset.id);
    if (labelVersion.sequence !== before) continue;
    const unanswered = joinWords(results.unfound, missing);
    return { ...results, unanswered, plan, labelVersion, baseline: baseline ?? { source: 'in-sample' as const } };
  }
}

/** @throws UserError 409 naming the samples that have no prediction, unless they may count as failures */
function refuseMissing({ missing }: EvaluationPlan, request: CreateEvaluation, model: ModelInfo, dataset: Dataset) {
  if (missing.length === 0) return;
  const canFail = model.origin === 'predictions';
  if (request.withoutFace === 'count' && canFail) return;
  throw new UserError(
    409,
    `evaluation: ${dataset.name}, split ${request.split}: ${missing.length} samples have no current prediction by ${model.id}; ` +
      (model.origin === 'predictions' ? 'its file has none for them' : 'run the model on them first'),
    { missing, canFail },
  );
}

/** Newest first, without what only a run's own page shows. */
export async function listEvaluations(): Promise<EvaluationSummary[]> {
  const rows = await database().evaluation.findMany({
    orderBy: { createdAt: 'desc' },
    take: 500,
    include: { model: true, dataset: true },
  });
  return rows.map((row) => {
    const summary = toSummary(row);
    return { ...summary, report: { ...summary.report, landmarks: null, groups: null } };
  });
}

export async function getEvaluation(id: string): Promise<EvaluationSummary | null> {
  const row = await database().evaluation.findUnique({ where: { id }, include: { model: true, dataset: true } });
  return row && toSummary(row);
}

/** @throws UserError 404 */
export async function requireEvaluation(id: string): Promise<EvaluationSummary> {
  const found = await getEvaluation(id);
  if (!found) throw notFound('evaluation', id);
  return found;
}

export async function deleteEvaluation(id: string): Promise<void> {
  const { count } = await database().evaluation.deleteMany({ where: { id } });
  if (count === 0) throw notFound('evaluation', id);
  await removeResults(id);
}

type SummaryRow = Evaluation & { model: { title: string }; dataset: { name: string } };

/** What reports from before it was kept lack. */
const NOT_KEPT: Pick<
  EvaluationReport,
  | 'nmeInterPupil'
  | 'nmeDiagonal'
  | 'innerFace'
  | 'pck5'
  | 'pck10'
  | 'oks'
  | 'aligned3d'
  | 'landmarks'
  | 'groups'
  | 'intervals'
> = {
  nmeInterPupil: null,
  nmeDiagonal: null,
  innerFace: null,
  pck5: null,
  pck10: null,
  oks: null,
  aligned3d: null,
  landmarks: null,
  groups: null,
  intervals: null,
};

function toSummary(row: SummaryRow): EvaluationSummary {
  return {
    id: row.id,
    modelId: row.modelId,
    modelTitle: row.model.title,
    datasetId: row.datasetId,
    datasetName: row.dataset.name,
    split: row.split,
    selection: row.selection ? JSON.parse(row.selection) : null,
    crop: row.crop as EvaluationSummary['crop'],
    createdAt: row.createdAt.toISOString(),
    report: { ...NOT_KEPT, ...JSON.parse(row.report) },
  };
}
