import { captureSchema } from '@/lib/contracts/live';
import { keepCapture } from '@/lib/server/captures';
import { UserError } from '@/lib/server/user-error';
import { handle } from '../../handle';

const MAX_IMAGE_BYTES = 64 * 1024 ** 2;

export const POST = handle(async (request) => {
  const form = await request.formData();
  const image = form.get('image');
  if (!(image instanceof File)) throw new UserError(400, 'capture: expected the file image, found none');
  if (image.size > MAX_IMAGE_BYTES) {
    throw new UserError(413, `capture: expected at most 64 MiB, found ${image.size} bytes`);
  }
  let described: unknown;
  try {
    described = JSON.parse(String(form.get('capture')));
  } catch {
    throw new UserError(400, 'capture: expected JSON in the field capture, found something else');
  }
  return keepCapture(captureSchema.parse(described), new Uint8Array(await image.arrayBuffer()));
});
