import type { TrainingConfig } from '@/lib/contracts/training-config';
import type { TrainedOn } from '@/lib/datasets/trained-on';
import { FACEMESH_CONFIGS } from '@/models/facemesh/config';
import type { FaceMeshWeights } from '@/models/facemesh/weights';
import type { WorkerSetup } from './messages';
import type { PreparedData } from './prepare';
import { bringTo } from './prune';
import { TrainingError } from './training-set';

/** Models that a run builds on. */
export interface ParentWeights {
  /** weights of config.startFrom and config.teacher, made for the same crop */
  readonly startFrom?: FaceMeshWeights;
  readonly teacher?: FaceMeshWeights;
  /** what those two were trained on: the new model remembers it as its own; null where it is not known */
  readonly parents?: readonly (TrainedOn | null)[];
}

/** @throws TrainingError when the config names a model whose weights nobody brought */
export function assertParents(config: TrainingConfig, { startFrom, teacher }: ParentWeights): void {
  for (const [role, model, weights] of [
    ['startFrom', config.startFrom, startFrom],
    ['teacher', config.teacher?.model, teacher],
  ] as const) {
    if (model && !weights) throw new TrainingError(`training: ${role}: expected the weights of ${model}, found none`);
  }
}

/** What every replica of a run learns from. @throws TrainingError when startFrom is of a smaller network */
export function replicaInput(
  config: TrainingConfig,
  data: PreparedData,
  { startFrom, teacher }: ParentWeights,
): Pick<WorkerSetup, 'faces' | 'epoch' | 'validationCrops' | 'meanOutput' | 'initial' | 'teacher'> {
  return {
    faces: data.faces,
    epoch: data.epoch,
    validationCrops: data.validation.map(({ crop }) => crop),
    meanOutput: data.meanOutput,
    initial: config.startFrom && startFrom ? bringTo(FACEMESH_CONFIGS[config.architecture], startFrom) : null,
    teacher: teacher ?? null,
  };
}
