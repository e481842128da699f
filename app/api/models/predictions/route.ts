import { z } from 'zod';
import { idSchema, modelIdSchema } from '@/lib/contracts/common';
import { importPredictions } from '@/lib/server/external-predictions';
import { UserError } from '@/lib/server/user-error';
import { handle } from '../../handle';

const formSchema = z.object({
  title: z.string().trim().min(1, 'expected a title for the model').max(80),
  dataset: idSchema,
});
const MAX_FILE_BYTES = 512 * 1024 ** 2;

export const POST = handle(async (request) => {
  const form = await request.formData();
  const { title, dataset } = formSchema.parse({ title: form.get('title') ?? '', dataset: form.get('dataset') ?? '' });
  const file = form.get('file');
  if (!(file instanceof File)) throw new UserError(400, 'predictions: expected a file, found none');
  if (file.size > MAX_FILE_BYTES) {
    throw new UserError(413, `predictions: ${file.name}: expected at most 512 MiB, found ${file.size} bytes`);
  }
  const id = modelIdSchema.parse(
    title
      .toLowerCase()
      .replace(/[^a-z0-9._-]+/g, '-')
      .replace(/^[^a-z0-9]+|-+$/g, '')
      .slice(0, 64),
  );
  return importPredictions({ id, title, dataset, text: await file.text(), file: file.name });
});
