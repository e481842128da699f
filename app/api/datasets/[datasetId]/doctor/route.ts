import { startDoctorSchema } from '@/lib/contracts/doctor';
import { startDoctor } from '@/lib/server/doctor-jobs';
import { doctorState } from '@/lib/server/doctor-report';
import { handle, readJson } from '../../../handle';

export const GET = handle((_, { datasetId }) => doctorState(datasetId));

export const POST = handle(async (request, { datasetId }) =>
  startDoctor(datasetId, await readJson(request, startDoctorSchema)),
);
