import { openSuspectIds } from '@/lib/server/doctor-suspects';
import { handle } from '../../../../handle';

export const GET = handle((_, { datasetId }) => openSuspectIds(datasetId));
