import { existsSync } from 'node:fs';
import path from 'node:path';
import { modelIdSchema } from '@/lib/contracts/common';
import { listModels, registerModel } from '@/lib/server/models';
import { ready } from '@/lib/server/ready';
import { modelFolder } from '../facemesh/model-folder';
import { readCheckpointFolder, readModelFolder } from '../facemesh/model-folder-node';
import { type Command, requireValid, UsageError } from './command';

export const model: Command = {
  name: 'model',
  usage: 'model import DIR [--id ID]',
  summary:
    'bring in a model: a folder with weights.json + weights.bin, or one with model.json, weights.bin and card.json',
  options: { id: { type: 'string' } },
  positionals: 2,
  async run([action, folder], options) {
    if (action !== 'import') throw new UsageError(`expected import, found ${action}`);
    const suggestion = path
      .basename(path.resolve(folder))
      .toLowerCase()
      .replace(/[^a-z0-9._-]+/g, '-');
    const id = requireValid({ id: suggestion, ...options }, 'id', modelIdSchema);
    await ready();
    const isOurs = existsSync(path.join(folder, 'card.json'));
    const found = isOurs ? await readModelFolder(folder) : await readCheckpointFolder(folder, id);
    const card = { ...found.card, id: options.id || !isOurs ? id : found.card.id };
    const info = await registerModel(await modelFolder({ card, weights: found.weights }), 'imported');
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
