import { z } from 'zod';
import { idSchema } from '@/lib/contracts/common';
import { evaluationImages, evaluationImagesById } from '@/lib/server/evaluation-results';
import { handle, readQuery } from '../../../handle';

const querySchema = z.object({
  cursor: z.string().max(200).optional(),
  /** these images, in this order */
  ids: z
    .string()
    .transform((text) => text.split(',').filter(Boolean))
    .pipe(z.array(idSchema).max(200))
    .optional(),
});

export const GET = handle(async (request, { evaluationId }) => {
  const { cursor, ids } = readQuery(request, querySchema);
  if (ids) return { items: await evaluationImagesById(evaluationId, ids), nextCursor: null };
  return evaluationImages(evaluationId, { cursor });
});
