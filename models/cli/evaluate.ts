import { readFile } from 'node:fs/promises';
import { cropSourceSchema } from '@/lib/contracts/common';
import {
  type CreateEvaluation,
  createEvaluationSchema,
  type EvaluationSummary,
  evaluationJobSchema,
  evaluationSplitSchema,
} from '@/lib/contracts/evaluation';
import type { CommandProgress } from '@/lib/contracts/job';
import { reportLines } from '@/lib/evaluation/report-text';
import { requireDatasetByName } from '@/lib/server/datasets';
import { ready } from '@/lib/server/ready';
import { type Command, type CommandContext, choice, type OptionValues, requireOption } from './command';
import { evaluateRequest } from './evaluate-request';

const TELL_EVERY_MS = 2000;

export const evaluate: Command = {
  name: 'evaluate',
  usage:
    'evaluate --dataset NAME [--split S] [--filter QUERY] --model ID [--crop ground-truth|detector] [--count-missing] [--allow-overlap]',
  summary: 'run a model where it has not run yet, and score it',
  options: {
    dataset: { type: 'string' },
    split: { type: 'string' },
    /** a gallery's query string, such as "minYaw=30&tag=glasses" */
    filter: { type: 'string' },
    model: { type: 'string' },
    crop: { type: 'string' },
    /** of predictions from a file: faces that it lacks count as failures */
    'count-missing': { type: 'boolean' },
    /** score although the model was trained on some of the images */
    'allow-overlap': { type: 'boolean' },
    /** for the server's jobs: requests as JSON instead of the options above, and progress as lines of JSON */
    requests: { type: 'string' },
    'progress-json': { type: 'boolean' },
  },
  positionals: 0,
  async run(_, options, context) {
    if (typeof options.requests === 'string') return evaluateAll(options.requests, options, context);
    const request = await readRequest(options);
    const run = await withProgress(request, options, context);
    return { json: { evaluation: run.id, ...run.report }, lines: reportLines(run.report) };
  },
};

async function readRequest(options: OptionValues): Promise<CreateEvaluation> {
  const name = requireOption(options, 'dataset');
  const model = requireOption(options, 'model');
  const split = choice(options, 'split', evaluationSplitSchema.options) ?? 'all';
  const crop = choice(options, 'crop', cropSourceSchema.options) ?? 'ground-truth';
  const query = options.filter;
  await ready();
  const { id: dataset } = await requireDatasetByName(name);
  return createEvaluationSchema.parse({
    model,
    dataset,
    split,
    crop,
    selection: typeof query === 'string' ? { kind: 'filter', name: 'of the command line', query } : null,
    withoutFace: options['count-missing'] ? 'count' : 'refuse',
    allowOverlap: options['allow-overlap'] === true,
  });
}

/** One after another; what one of them fails of does not keep the others. */
async function evaluateAll(file: string, options: OptionValues, context: CommandContext) {
  const { requests } = evaluationJobSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  await ready();
  const runs: EvaluationSummary[] = [];
  const failures: unknown[] = [];
  for (const [place, request] of requests.entries()) {
    try {
      runs.push(await withProgress(request, options, context, { place, of: requests.length }));
    } catch (error) {
      context.signal.throwIfAborted();
      failures.push(error);
    }
  }
  if (runs.length === 0) throw failures[0];
  const told = failures.map((error) => (error instanceof Error ? error.message : String(error)));
  return {
    json: { runs: runs.map(({ id, report }) => ({ evaluation: id, ...report })), failures: told },
    lines: [...runs.flatMap(({ report }) => reportLines(report)), ...told],
  };
}

async function withProgress(
  request: CreateEvaluation,
  options: OptionValues,
  { note, signal }: CommandContext,
  { place, of } = { place: 0, of: 1 },
): Promise<EvaluationSummary> {
  let told = performance.now();
  return evaluateRequest(request, {
    signal,
    note,
    onProgress({ done, total, imagesPerSecond }) {
      if (done < total && performance.now() - told < (options['progress-json'] ? 500 : TELL_EVERY_MS)) return;
      told = performance.now();
      const rate = `${imagesPerSecond?.toFixed(0) ?? '–'} a second`;
      const line = `${of > 1 ? `${place + 1} of ${of}, ${request.model}: ` : ''}${done}/${total} images, ${rate}`;
      note(options['progress-json'] ? JSON.stringify({ done, total, message: line } satisfies CommandProgress) : line);
    },
  });
}
