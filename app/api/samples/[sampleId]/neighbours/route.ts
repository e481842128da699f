import { z } from 'zod';
import { sampleQuerySchema } from '@/lib/contracts/sample';
import { sampleNeighbours } from '@/lib/server/samples';
import { handle, readQuery } from '../../../handle';

const querySchema = sampleQuerySchema.extend({ window: z.coerce.number().int().min(1).max(50).default(12) });

export const GET = handle((request, { sampleId }) => {
  const { window, ...query } = readQuery(request, querySchema);
  return sampleNeighbours(sampleId, query, window);
});
