import { modelIdSchema } from '@/lib/contracts/common';
import { sessionQuerySchema, tabProgressSchema } from '@/lib/contracts/training-tab';
import { hearTab } from '@/lib/server/training-tabs';
import { handle, readJson, readQuery } from '../../../../handle';

export const POST = handle(async (request, { model }) => {
  const { session } = readQuery(request, sessionQuerySchema);
  return hearTab(modelIdSchema.parse(model), session, await readJson(request, tabProgressSchema));
});
