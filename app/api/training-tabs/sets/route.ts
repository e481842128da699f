import { type TrainingDatasetInfo, trainingSetQuerySchema } from '@/lib/contracts/training-tab';
import { readTrainingDataset } from '@/lib/server/training-samples';
import { handle, readQuery } from '../../handle';

/** The labelled faces of a dataset, for a run that trains in a tab. */
export const GET = handle(
  (request): Promise<TrainingDatasetInfo> => readTrainingDataset(readQuery(request, trainingSetQuerySchema).dataset),
);
