import { modelIdSchema } from '@/lib/contracts/common';
import { endTabSchema, sessionQuerySchema } from '@/lib/contracts/training-tab';
import { endInTab } from '@/lib/server/training-tabs';
import { handle, readJson, readQuery } from '../../../../handle';

export const POST = handle(async (request, { model }) => {
  const { session } = readQuery(request, sessionQuerySchema);
  return endInTab(modelIdSchema.parse(model), session, await readJson(request, endTabSchema));
});
