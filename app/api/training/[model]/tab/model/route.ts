import { modelIdSchema } from '@/lib/contracts/common';
import { MODEL_FILE_TYPES, type ModelFile } from '@/lib/contracts/model';
import { sessionQuerySchema } from '@/lib/contracts/training-tab';
import { registerModel } from '@/lib/server/models';
import { sessionAtWork } from '@/lib/server/training-tabs';
import { UserError } from '@/lib/server/user-error';
import { checkedModelFolder } from '@/models/facemesh/model-folder';
import { handle, readQuery } from '../../../../handle';

const MAX_FILE_BYTES = 64 * 1024 ** 2;

/** The model that a run in a tab has made. */
export const POST = handle(async (request, { model }) => {
  const id = modelIdSchema.parse(model);
  await sessionAtWork(id, readQuery(request, sessionQuerySchema).session);
  const form = await request.formData();
  const files = new Map<ModelFile, Uint8Array>();
  for (const name of Object.keys(MODEL_FILE_TYPES) as ModelFile[]) {
    const file = form.get(name);
    if (!(file instanceof File)) throw new UserError(400, `model ${id}: expected the file ${name}, found none`);
    if (file.size > MAX_FILE_BYTES) {
      throw new UserError(413, `model ${id}: ${name}: expected at most 64 MiB, found ${file.size} bytes`);
    }
    files.set(name, new Uint8Array(await file.arrayBuffer()));
  }
  const folder = await checkedModelFolder(files);
  if (folder.card.id !== id)
    throw new UserError(422, `model ${id}: expected its card, found that of ${folder.card.id}`);
  return registerModel(folder, 'trained');
});
