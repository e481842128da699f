import { modelIdSchema } from '@/lib/contracts/common';
import { stopTraining } from '@/lib/server/training-queue';
import { handle } from '../../../handle';

export const POST = handle((_, { model }) => stopTraining(modelIdSchema.parse(model)));
