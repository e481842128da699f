import { MODEL_FILE_TYPES, type ModelFile } from '@/lib/contracts/model';
import { readModelFile } from '@/lib/server/models';
import { notFound } from '@/lib/server/user-error';
import { bytesResponse, handle } from '../../../handle';

export const GET = handle(async (_, { modelId, file }) => {
  if (!Object.hasOwn(MODEL_FILE_TYPES, file)) throw notFound('model file', `${modelId}/${file}`);
  const name = file as ModelFile;
  return bytesResponse(await readModelFile(modelId, name), MODEL_FILE_TYPES[name], {
    'Cache-Control': 'private, no-cache',
  });
});
