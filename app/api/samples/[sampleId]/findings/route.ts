import { answerFindingsSchema } from '@/lib/contracts/doctor';
import { answerFindings, sampleFindings } from '@/lib/server/doctor-suspects';
import { handle, readJson } from '../../../handle';

export const GET = handle((_, { sampleId }) => sampleFindings(sampleId));

export const POST = handle(async (request, { sampleId }) =>
  answerFindings(sampleId, await readJson(request, answerFindingsSchema)),
);
