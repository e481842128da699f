import { modelIdSchema } from '@/lib/contracts/common';
import type { TrainingSamples } from '@/lib/contracts/training-config';
import { readSamples } from '@/lib/server/training-folder';
import { requireRun } from '@/lib/server/training-runs';
import { handle } from '../../../handle';

/** Before the first validation there are no faces. */
export const GET = handle(async (_, { model }): Promise<TrainingSamples> => {
  const { id } = await requireRun(modelIdSchema.parse(model));
  return (await readSamples(id)) ?? { step: 0, faces: [] };
});
