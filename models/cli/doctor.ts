import { writeFile } from 'node:fs/promises';
import { datasetNameSchema, modelIdSchema } from '@/lib/contracts/common';
import type { DoctorReport } from '@/lib/contracts/doctor';
import { healthHtml } from '@/lib/datasets/quality/health-html';
import { USUAL_MODEL, writeDoctorReport } from '@/lib/server/doctor-report';
import { getModel, requireModel } from '@/lib/server/models';
import { ready } from '@/lib/server/ready';
import {
  type Command,
  type CommandContext,
  integerOption,
  type OptionValues,
  requireOption,
  requireValid,
} from './command';
import { examineDataset } from './examine-dataset';
import { outOfFoldAnswers } from './out-of-fold';
import { openStoredModel } from './stored-model';

const USUAL_LIMIT = 20;
const USUAL_FOLD_STEPS = 1500;
const TELL_EVERY_MS = 2000;

export const doctor: Command = {
  name: 'doctor',
  usage:
    'doctor --dataset NAME [--model ID|none] [--reference NAME] [--folds K] [--fold-steps N] [--limit N] [--html FILE]',
  summary: 'suspect labels first with the reasons in words, faults of the whole set, copies and leaks, and its health',
  options: {
    dataset: { type: 'string' },
    model: { type: 'string' },
    reference: { type: 'string' },
    folds: { type: 'string' },
    'fold-steps': { type: 'string' },
    limit: { type: 'string' },
    html: { type: 'string' },
    /** for the server's jobs: progress as lines of JSON on standard error */
    'progress-json': { type: 'boolean' },
  },
  positionals: 0,
  async run(_, options, context) {
    const name = requireOption(options, 'dataset');
    const limit = integerOption(options, 'limit', { min: 1, max: 100_000 }) ?? USUAL_LIMIT;
    const reference = options.reference === undefined ? null : requireValid(options, 'reference', datasetNameSchema);
    await ready();
    const modelId = await chosenModel(options);
    const model = modelId === null ? null : await openStoredModel(modelId);
    const folds = integerOption(options, 'folds', { min: 2, max: 10 });
    const steps = integerOption(options, 'fold-steps', { min: 10, max: 100_000 }) ?? USUAL_FOLD_STEPS;
    const { signal } = context;
    const progress = progressTo(context, options['progress-json'] === true);
    let report: DoctorReport;
    try {
      const outOfFold = folds ? await outOfFoldAnswers(name, { folds, steps, signal, progress }) : null;
      report = await examineDataset(name, { model, reference, outOfFold, signal, progress });
    } finally {
      model?.dispose();
    }
    await writeDoctorReport(report);
    if (typeof options.html === 'string') await writeFile(options.html, healthHtml(report));
    return {
      json: { ...report, suspects: report.suspects.slice(0, limit) },
      lines: linesOf(report, limit),
    };
  },
};

/** @throws UserError for a model that is named and not there */
async function chosenModel(options: OptionValues): Promise<string | null> {
  if (options.model === 'none') return null;
  if (options.model !== undefined) return (await requireModel(requireValid(options, 'model', modelIdSchema))).id;
  return (await getModel(USUAL_MODEL))?.id ?? null;
}

function progressTo({ note }: CommandContext, asJson: boolean) {
  let told = Number.NEGATIVE_INFINITY;
  let last = '';
  return (done: number, total: number | null, message: string) => {
    const isNews = message !== last;
    if (!isNews && performance.now() - told < (asJson ? TELL_EVERY_MS / 4 : TELL_EVERY_MS)) return;
    told = performance.now();
    last = message;
    note(asJson ? JSON.stringify({ done, total, message }) : total ? `${message}: ${done}/${total}` : message);
  };
}

function linesOf(report: DoctorReport, limit: number): string[] {
  const { dataset, faces, evidence, faults, suspects, suspicious, copies, lens, pixelOffset, convention } = report;
  const believed = evidence.filter(({ objection }) => objection === null).map(({ model }) => model);
  const leaks = copies.groups.filter(({ acrossSplits }) => acrossSplits).length;
  return [
    `${dataset}: ${faces} labelled faces, compared with ${believed.length === 0 ? 'their own shapes alone' : believed.join(', ')}`,
    ...evidence.flatMap(({ model, objection, trainedOn }) => [
      ...(objection ? [`${model} is not believed: ${objection}`] : []),
      ...(!objection && trainedOn
        ? [
            `${model} was trained on ${trainedOn} of these images and may have learnt wrong labels too; --folds 5 asks models that have not seen them`,
          ]
        : []),
    ]),
    ...(faults.length === 0 ? ['no fault of the whole set'] : faults.map(({ text }) => `whole set: ${text}`)),
    offsetLine(pixelOffset),
    `jaws: ${convention.verdict} (${convention.turned} turned faces)`,
    ...(lens
      ? [
          `jaw lens ${lens.from} → ${lens.to}: jaw error of ${lens.model} ${lens.jawPx.toFixed(2)} → ${lens.mappedJawPx.toFixed(2)} px, best at ${Math.round(100 * lens.bestShare)} % of the way: ${lens.bestJawPx.toFixed(2)} px`,
        ]
      : []),
    `copies: ${copies.groupCount} groups, ${leaks} across splits; ${copies.peopleCount} persons in several splits`,
    `${suspicious} suspect faces`,
    ...suspects
      .slice(0, limit)
      .map(({ score, name, reasons }) => `${score.toFixed(3)} ${name}: ${reasons.map(({ text }) => text).join('; ')}`),
  ];
}

function offsetLine({ verdict, dx, dy, standardError, faces }: DoctorReport['pixelOffset']): string {
  if (verdict === 'unknown')
    return `pixel offset: cannot be told from ${faces} faces of such sizes; name a sound set by --reference`;
  return `pixel offset: (${dx.toFixed(2)}, ${dy.toFixed(2)}) ± ${standardError.toFixed(2)} px`;
}
