import { modelIdSchema } from '@/lib/contracts/common';
import { deleteTraining } from '@/lib/server/training-queue';
import { summariseRun } from '@/lib/server/training-runs';
import { handle } from '../../handle';

export const GET = handle((_, { model }) => summariseRun(modelIdSchema.parse(model)));

export const DELETE = handle((_, { model }) => deleteTraining(modelIdSchema.parse(model)));
