import { deleteModel } from '@/lib/server/models';
import { handle } from '../../handle';

export const DELETE = handle((_, { modelId }) => deleteModel(modelId));
