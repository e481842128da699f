import { datasetBelongings } from '@/lib/server/datasets';
import { handle } from '../../../handle';

export const GET = handle((_, { datasetId }) => datasetBelongings(datasetId));
