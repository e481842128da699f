import { z } from 'zod';
import { modelIdSchema } from '@/lib/contracts/common';
import { listModels, registerModel } from '@/lib/server/models';
import { UserError } from '@/lib/server/user-error';
import { importedModelFolder } from '@/models/facemesh/model-folder';
import { handle } from '../handle';

export const GET = handle(() => listModels());

const titleSchema = z.string().trim().min(1, 'expected a title for the model').max(80);
const MAX_FILE_BYTES = 64 * 1024 ** 2;

export const POST = handle(async (request) => {
  const form = await request.formData();
  const title = titleSchema.parse(form.get('title') ?? '');
  const id = modelIdSchema.parse(
    title
      .toLowerCase()
      .replace(/[^a-z0-9._-]+/g, '-')
      .replace(/^[^a-z0-9]+/, ''),
  );
  const read = async (name: string) => {
    const file = form.get(name);
    if (!(file instanceof File)) throw new UserError(400, `model import: expected the file ${name}, found none`);
    if (file.size > MAX_FILE_BYTES)
      throw new UserError(413, `model import: ${name}: expected at most 64 MiB, found ${file.size} bytes`);
    return new Uint8Array(await file.arrayBuffer());
  };
  const folder = await importedModelFolder({ id, title }, await read('weights.json'), await read('weights.bin'));
  return registerModel(folder, 'imported');
});
