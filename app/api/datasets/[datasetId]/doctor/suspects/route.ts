import { suspectQuerySchema } from '@/lib/contracts/doctor';
import { listSuspects } from '@/lib/server/doctor-suspects';
import { handle, readQuery } from '../../../../handle';

export const GET = handle((request, { datasetId }) => listSuspects(datasetId, readQuery(request, suspectQuerySchema)));
