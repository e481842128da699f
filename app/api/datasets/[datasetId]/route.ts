import { deleteDataset } from '@/lib/server/datasets';
import { handle } from '../../handle';

export const DELETE = handle((_, { datasetId }) => deleteDataset(datasetId));
