import { z } from 'zod';
import { modelIdSchema } from '@/lib/contracts/common';
import { readSampleImage } from '@/lib/server/training-folder';
import { requireRun } from '@/lib/server/training-runs';
import { notFound } from '@/lib/server/user-error';
import { bytesResponse, handle } from '../../../../handle';

export const GET = handle(async (_, { model, index }) => {
  const { id } = await requireRun(modelIdSchema.parse(model));
  const image = await readSampleImage(id, z.coerce.number().int().nonnegative().parse(index));
  if (!image) throw notFound('sample image', `${id}/${index}`);
  return bytesResponse(image, 'image/png', { 'Cache-Control': 'private, no-cache' });
});
