import 'server-only';
import type { Comparison } from '@/lib/contracts/comparison';
import { compareRuns, type RunResults } from '@/lib/evaluation/compare';
import { drawnFace } from '@/lib/evaluation/drawn-face';
import type { ReportImage, ReportRun, ReportSource } from '@/lib/evaluation/reports/report-source';
import type { ResultColumns } from '@/lib/evaluation/result-columns';
import { risingOrder } from '@/lib/metrics/bootstrap';
import { database } from './database';
import { readColumns, readOffsets } from './evaluation-files';
import { evaluationImagesById } from './evaluation-results';
import { requireEvaluation } from './evaluations';
import { readThumbnail } from './images';
import { getModel } from './models';
import { UserError } from './user-error';

const MOST_RUNS = 12;

/** @throws UserError 400 for fewer than two runs, too many, or one twice */
export async function compareEvaluations(ids: readonly string[]): Promise<Comparison> {
  requireRuns(ids);
  if (ids.length < 2) throw new UserError(400, `compare: expected at least two runs, found ${ids.length}`);
  return compareRuns(await Promise.all(ids.map(readResults)));
}

function requireRuns(ids: readonly string[]): void {
  if (ids.length === 0 || ids.length > MOST_RUNS) {
    throw new UserError(400, `runs: expected 1 to ${MOST_RUNS}, found ${ids.length}`);
  }
  if (new Set(ids).size < ids.length) throw new UserError(400, 'runs: expected each run once, found one twice');
}

async function readResults(id: string): Promise<RunResults> {
  const { modelId, modelTitle, createdAt, report } = await requireEvaluation(id);
  const [columns, offsets, model] = await Promise.all([readColumns(id), readOffsets(id), getModel(modelId)]);
  return {
    id,
    modelId,
    modelTitle,
    createdAt,
    report,
    columns,
    offsets,
    parameters: model?.card.parameters || null,
    weightBytes: model?.weightBytes || null,
  };
}

/**
 * All that a report of these runs is written from.
 *
 * @param images whether it shall show faces: then they leave the machine with it
 */
export async function reportSource(ids: readonly string[], { images }: { images: boolean }): Promise<ReportSource> {
  requireRuns(ids);
  const runs = await Promise.all(ids.map((id) => reportRun(id, images)));
  return { runs, comparison: ids.length > 1 ? await compareEvaluations(ids) : null };
}

async function reportRun(id: string, hasImages: boolean): Promise<ReportRun> {
  const run = await requireEvaluation(id);
  const [columns, model] = await Promise.all([readColumns(id), getModel(run.modelId)]);
  return {
    run,
    columns,
    names: await namesOf(id, columns),
    shape: drawnFace(model?.card.meanShape ?? null),
    parameters: model?.card.parameters || null,
    weightBytes: model?.weightBytes || null,
    images: hasImages ? await sheetsOf(id, columns) : null,
  };
}

async function namesOf(id: string, { ids }: ResultColumns): Promise<string[]> {
  const rows = await database().$queryRaw<{ id: string; name: string }[]>`
    SELECT s."id", s."name" FROM "EvaluationResult" r JOIN "Sample" s ON s."id" = r."sampleId"
    WHERE r."evaluationId" = ${id}`;
  const names = new Map(rows.map((row) => [row.id, row.name]));
  return ids.map((sample) => names.get(sample) ?? sample);
}

const SHEET = 12;

async function sheetsOf(id: string, { ids, model }: ResultColumns): Promise<ReportRun['images']> {
  const rising = risingOrder(model.error);
  const middle = Math.max(0, Math.floor((rising.length - SHEET) / 2));
  const sheet = async (rows: Uint32Array) =>
    imagesOf(
      id,
      Array.from(rows, (row) => ids[row]),
    );
  return {
    worst: await sheet(rising.slice(-SHEET).reverse()),
    median: await sheet(rising.slice(middle, middle + SHEET)),
    best: await sheet(rising.slice(0, SHEET)),
  };
}

async function imagesOf(evaluationId: string, sampleIds: readonly string[]): Promise<ReportImage[]> {
  const images = await evaluationImagesById(evaluationId, sampleIds);
  return Promise.all(
    images.map(async ({ sampleId, name, error, view, groundTruth, prediction }) => {
      const { bytes } = await readThumbnail(sampleId, 192);
      const picture = `data:image/webp;base64,${Buffer.from(bytes).toString('base64')}`;
      return { name, error, picture, view, groundTruth, prediction };
    }),
  );
}
