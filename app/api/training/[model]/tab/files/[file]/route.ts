import { modelIdSchema } from '@/lib/contracts/common';
import { CHECKPOINT_FILE } from '@/lib/contracts/training-files';
import { sessionQuerySchema } from '@/lib/contracts/training-tab';
import { readRunFile, writeRunFile } from '@/lib/server/training-folder';
import { sessionAtWork } from '@/lib/server/training-tabs';
import { notFound, UserError } from '@/lib/server/user-error';
import { runFileFault } from '@/models/training/tab/run-file-fault-node';
import { bytesResponse, handle, readQuery } from '../../../../../handle';

const MAX_FILE_BYTES = 64 * 1024 ** 2;

/** The checkpoint that a tab goes on from; 204 before the first one. */
export const GET = handle(async (request, { model, file }) => {
  const id = modelIdSchema.parse(model);
  await sessionAtWork(id, readQuery(request, sessionQuerySchema).session);
  if (file !== CHECKPOINT_FILE) throw notFound('file', file);
  const bytes = await readRunFile(id, file);
  return bytes ? bytesResponse(bytes, 'application/octet-stream') : new Response(null, { status: 204 });
});

export const PUT = handle(async (request, { model, file }) => {
  const id = modelIdSchema.parse(model);
  await sessionAtWork(id, readQuery(request, sessionQuerySchema).session);
  const bytes = new Uint8Array(await request.arrayBuffer());
  if (bytes.length > MAX_FILE_BYTES) {
    throw new UserError(413, `${id}/${file}: expected at most 64 MiB, found ${bytes.length} bytes`);
  }
  const fault = await runFileFault(id, file, bytes);
  if (fault) throw new UserError(422, `${id}: ${fault}`);
  await writeRunFile(id, file, bytes);
});
