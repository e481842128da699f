import 'server-only';
import type { TrainingConfig } from '@/lib/contracts/training-config';
import { parentMisfit } from '@/lib/contracts/training-parent';
import { isFault, trainingParts } from '@/lib/datasets/training-parts';
import { getModel } from './models';
import { labelledCounts } from './training-choices';
import { hasCheckpoint } from './training-folder';
import { findRun } from './training-runs';
import { UserError } from './user-error';

/**
 * What can be known before an image is read: the name is free, every set has something to learn from, every model that
 * is named is there.
 *
 * @throws UserError 409 or 422 with the field that is wrong
 */
export async function assertTrainable(config: TrainingConfig): Promise<void> {
  const { model: id, data, startFrom, teacher } = config;
  const refuse = (status: 409 | 422, field: string, reason: string) =>
    new UserError(status, `${field}: ${reason}`, { field });
  const taken = async (what: string) => refuse(409, 'model', `${what}; choose another name`);
  if (await findRun(id)) throw await taken(`a training run is called ${id} already`);
  if (await getModel(id)) throw await taken(`a model is called ${id} already`);
  if (await hasCheckpoint(id)) throw await taken(`the command line has left a checkpoint of ${id}`);
  const counts = await labelledCounts();
  for (const [i, entry] of data.entries()) {
    const set = counts.get(entry.dataset);
    if (!set) throw refuse(422, `data.${i}.dataset`, `expected a dataset of the workbench, found ${entry.dataset}`);
    const parts = trainingParts(entry, set);
    if (isFault(parts)) throw refuse(422, `data.${i}.${parts.field}`, parts.reason);
  }
  for (const [field, model] of [
    ['startFrom', startFrom],
    ['teacher.model', teacher?.model],
  ] as const) {
    if (!model) continue;
    const known = await getModel(model);
    const expected = known ? parentMisfit(known.card, config.margin) : 'the id of one of the workbench';
    if (expected) throw refuse(422, field, `expected a model with ${expected}, found ${model}`);
  }
}
