import { modelIdSchema } from '@/lib/contracts/common';
import { finishTrainingEarly } from '@/lib/server/training-queue';
import { handle } from '../../../handle';

export const POST = handle((_, { model }) => finishTrainingEarly(modelIdSchema.parse(model)));
