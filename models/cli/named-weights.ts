import type { TrainingConfig } from '@/lib/contracts/training-config';
import { parentMisfit } from '@/lib/contracts/training-parent';
import type { TrainedOn } from '@/lib/datasets/trained-on';
import { readModelFile, readTrainedOn, requireModel } from '@/lib/server/models';
import { parseModelFiles } from '../facemesh/model-files';
import type { FaceMeshWeights } from '../facemesh/weights';
import type { TrainOptions } from '../training/trainer';
import { TrainingError } from '../training/training-set';

/**
 * The models that a config calls by id: the weights it starts from, those that teach it, and what both were trained on.
 *
 * @throws TrainingError for a model that sees or says something else than this run's network
 * @throws UserError 404 for an unknown model
 */
export async function namedWeights(
  config: TrainingConfig,
): Promise<Pick<TrainOptions, 'startFrom' | 'teacher' | 'parents'>> {
  const startFrom = await readNamed('startFrom', config.startFrom, config);
  const isSame = config.teacher?.model === config.startFrom;
  const teacher = isSame ? startFrom : await readNamed('teacher', config.teacher?.model, config);
  return {
    startFrom: startFrom?.weights,
    teacher: teacher?.weights,
    parents: [...new Set([startFrom, teacher])].flatMap((model) => (model ? [model.trainedOn] : [])),
  };
}

async function readNamed(
  role: string,
  id: string | null | undefined,
  config: TrainingConfig,
): Promise<{ weights: FaceMeshWeights; trainedOn: TrainedOn | null } | null> {
  if (!id) return null;
  const { card } = await requireModel(id);
  const expected = parentMisfit(card, config.margin);
  if (expected) throw new TrainingError(`training: ${role}: expected a model with ${expected}, found ${id}`);
  const manifest = JSON.parse(new TextDecoder().decode(await readModelFile(id, 'model.json')));
  const { weights } = await parseModelFiles(card, manifest, await readModelFile(id, 'weights.bin'));
  return { weights, trainedOn: await readTrainedOn({ id, card }) };
}
