import { modelIdSchema } from '@/lib/contracts/common';
import { resumeTrainingSchema } from '@/lib/contracts/training-run';
import { resumeTraining } from '@/lib/server/training-queue';
import { handle, readJson } from '../../../handle';

export const POST = handle(async (request, { model }) =>
  resumeTraining(modelIdSchema.parse(model), await readJson(request, resumeTrainingSchema)),
);
