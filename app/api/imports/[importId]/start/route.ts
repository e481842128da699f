import { startImportSchema } from '@/lib/contracts/dataset';
import { startImport } from '@/lib/server/import-sessions';
import { handle, readJson } from '../../../handle';

export const POST = handle(async (request, { importId }) => {
  const job = await startImport(importId, await readJson(request, startImportSchema));
  return { jobId: job.id };
});
