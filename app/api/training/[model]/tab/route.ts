import { modelIdSchema } from '@/lib/contracts/common';
import { startTabSchema } from '@/lib/contracts/training-tab';
import { startInTab } from '@/lib/server/training-tabs';
import { handle, readJson } from '../../../handle';

export const POST = handle(async (request, { model }) =>
  startInTab(modelIdSchema.parse(model), await readJson(request, startTabSchema)),
);
