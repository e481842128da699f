import { modelIdSchema } from '@/lib/contracts/common';
import type { TrainingCurves } from '@/lib/contracts/training-config';
import { curvesQuerySchema } from '@/lib/contracts/training-run';
import { readCurves } from '@/lib/server/training-folder';
import { requireRun } from '@/lib/server/training-runs';
import { handle, readQuery } from '../../../handle';

/** Before the first point both curves are empty. */
export const GET = handle(async (request, { model }): Promise<TrainingCurves> => {
  const { id } = await requireRun(modelIdSchema.parse(model));
  return (await readCurves(id, readQuery(request, curvesQuerySchema))) ?? { training: [], validation: [] };
});
