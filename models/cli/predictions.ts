import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { modelIdSchema } from '@/lib/contracts/common';
import { formatPredictions, PREDICTION_FORMATS } from '@/lib/evaluation/prediction-file';
import { requireDatasetByName } from '@/lib/server/datasets';
import { exportPredictions, importPredictions } from '@/lib/server/external-predictions';
import { requireModel } from '@/lib/server/models';
import { ready } from '@/lib/server/ready';
import {
  type Command,
  type CommandResult,
  choice,
  type OptionValues,
  requireOption,
  requireValid,
  UsageError,
} from './command';

export const predictions: Command = {
  name: 'predictions',
  usage: 'predictions import|export FILE --dataset NAME --model ID [--title T] [--crop ground-truth|detector]',
  summary: "another tool's predictions as a model of its own, or ours for others; .csv or .json",
  options: {
    dataset: { type: 'string' },
    model: { type: 'string' },
    title: { type: 'string' },
    crop: { type: 'string' },
  },
  positionals: 2,
  async run([action, file], options) {
    if (action === 'import') return importFile(file, options);
    if (action === 'export') return exportFile(file, options);
    throw new UsageError(`expected import or export, found ${action}`);
  },
};

async function importFile(file: string, options: OptionValues): Promise<CommandResult> {
  const id = requireValid(options, 'model', modelIdSchema);
  const name = requireOption(options, 'dataset');
  await ready();
  const { id: dataset } = await requireDatasetByName(name);
  const text = await readText(file);
  const title = typeof options.title === 'string' ? options.title : id;
  const { stored, unknown, without } = await importPredictions({ id, title, dataset, text, file: path.basename(file) });
  return {
    json: { model: id, dataset: name, stored, unknown, without },
    lines: [
      `${id}: ${stored} predictions on ${name}; ${without} of its labelled faces have none`,
      ...(unknown.count > 0 ? [`${unknown.count} not of the set: ${unknown.first.join(', ')}`] : []),
    ],
  };
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new Error(`${file}: expected a readable file, found ${(cause as NodeJS.ErrnoException).code}`, { cause });
  }
}

async function exportFile(file: string, options: OptionValues): Promise<CommandResult> {
  const format = PREDICTION_FORMATS.find((known) => file.toLowerCase().endsWith(`.${known}`));
  if (!format) throw new UsageError(`expected a file name that ends in .csv or .json, found ${file}`);
  const name = requireOption(options, 'dataset');
  const model = requireOption(options, 'model');
  const crop = choice(options, 'crop', ['ground-truth', 'detector']) ?? 'ground-truth';
  await ready();
  await requireModel(model);
  const { id: dataset } = await requireDatasetByName(name);
  const rows = await exportPredictions(model, { dataset, crop });
  if (rows.length === 0) throw new Error(`${model} has no predictions on ${name}: evaluate it there first`);
  await writeFile(file, formatPredictions(rows, format));
  return {
    json: { model, dataset: name, written: rows.length, file },
    lines: [`${rows.length} predictions written to ${file}`],
  };
}
