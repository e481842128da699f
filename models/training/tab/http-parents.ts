import type { ModelCard } from '@/lib/contracts/model-card';
import type { TrainingConfig } from '@/lib/contracts/training-config';
import { parentMisfit } from '@/lib/contracts/training-parent';
import { parseTrainedOn, type TrainedOn } from '@/lib/datasets/trained-on';
import { fetchOk } from '@/lib/request';
import { fetchModel } from '@/models/runtime/load-model';
import type { ParentWeights } from '../replica-input';
import { TrainingError } from '../training-set';

const fileOf = (id: string, file: string): string => `/api/models/${encodeURIComponent(id)}/${file}`;

/** The models that a config calls by id, from the server. @throws TrainingError for one that sees other crops */
export async function fetchParents({ startFrom, teacher, margin }: TrainingConfig): Promise<ParentWeights> {
  const ids = [...new Set([startFrom, teacher?.model].filter((id) => id != null))];
  const models = new Map(
    await Promise.all(
      ids.map(async (id) => {
        const model = await fetchModel({
          cardUrl: fileOf(id, 'card.json'),
          manifestUrl: fileOf(id, 'model.json'),
          weightsUrl: fileOf(id, 'weights.bin'),
        });
        const expected = parentMisfit(model.card, margin);
        if (expected) throw new TrainingError(`training: expected a model with ${expected}, found ${id}`);
        return [id, { weights: model.weights, trainedOn: await fetchTrainedOn(id, model.card) }] as const;
      }),
    ),
  );
  return {
    startFrom: startFrom ? models.get(startFrom)?.weights : undefined,
    teacher: teacher ? models.get(teacher.model)?.weights : undefined,
    parents: [...models.values()].map(({ trainedOn }) => trainedOn),
  };
}

async function fetchTrainedOn(id: string, { trainedOn }: ModelCard): Promise<TrainedOn | null> {
  if (!trainedOn) return null;
  const response = await fetchOk(fileOf(id, trainedOn.file));
  return parseTrainedOn(new Uint8Array(await response.arrayBuffer()), `${id}/${trainedOn.file}`);
}
