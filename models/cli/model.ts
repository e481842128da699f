import { existsSync } from 'node:fs';
import path from 'node:path';
import { modelIdSchema } from '@/lib/contracts/common';
import type { ModelInfo } from '@/lib/contracts/model';
import { addMirrorAverage, listModels, registerModel } from '@/lib/server/models';
import { ready } from '@/lib/server/ready';
import { modelFolder } from '../facemesh/model-folder';
import { readCheckpointFolder, readModelFolder } from '../facemesh/model-folder-node';
import { type Command, type OptionValues, requireValid, UsageError } from './command';

/** A model folder, or an exported PyTorch checkpoint, as a model of the workbench. */
async function importFolder(folder: string, options: OptionValues): Promise<ModelInfo> {
  const suggestion = path
    .basename(path.resolve(folder))
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-');
  const id = requireValid({ id: suggestion, ...options }, 'id', modelIdSchema);
  await ready();
  const isOurs = existsSync(path.join(folder, 'card.json'));
  const found = isOurs ? await readModelFolder(folder) : await readCheckpointFolder(folder, id);
  const card = { ...found.card, id: options.id || !isOurs ? id : found.card.id };
  return registerModel(await modelFolder({ ...found, card }), 'imported');
}

async function mirrorModel(id: string, options: OptionValues): Promise<ModelInfo> {
  if (options.id) throw new UsageError('--id: mirror names the model itself: ID-mirror');
  await ready();
  return addMirrorAverage(id);
}

export const model: Command = {
  name: 'model',
  usage: 'model import DIR [--id ID] | model mirror ID',
  summary:
    'bring in a model (weights.json + weights.bin, or model.json, weights.bin and card.json); or make one that averages over the mirror image',
  options: { id: { type: 'string' } },
  positionals: 2,
  async run([action, subject], options) {
    const act = { import: importFolder, mirror: mirrorModel }[action];
    if (!act) throw new UsageError(`expected import or mirror, found ${action}`);
    const info = await act(subject, options);
    const known = await listModels();
    return {
      json: {
        model: info.id,
        architecture: info.card.architecture,
        parameters: info.card.parameters,
        models: known.map((m) => m.id),
      },
      lines: [`${info.id}: ${info.title}, ${info.card.parameters.toLocaleString('en')} trainable parameters`],
    };
  },
};
