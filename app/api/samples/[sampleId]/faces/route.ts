import { storeFacesSchema } from '@/lib/contracts/prediction';
import { storeDetectedFaces } from '@/lib/server/detected-faces';
import { handle, readJson } from '../../../handle';

export const POST = handle(async (request, { sampleId }) =>
  storeDetectedFaces(sampleId, await readJson(request, storeFacesSchema)),
);
