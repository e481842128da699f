import { reportDataset } from '@/lib/server/set-reports';
import { handle } from '../../../handle';

export const GET = handle((_, { datasetId }) => reportDataset(datasetId));
