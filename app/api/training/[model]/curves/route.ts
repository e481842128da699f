import { modelIdSchema } from '@/lib/contracts/common';
import { readCurves } from '@/lib/server/training-jobs';
import { notFound } from '@/lib/server/user-error';
import { handle } from '../../../handle';

export const GET = handle(async (_, { model }) => {
  const curves = await readCurves(modelIdSchema.parse(model));
  if (!curves) throw notFound('curves of training', model);
  return curves;
});
