import { z } from 'zod';
import { idSchema } from '@/lib/contracts/common';
import { sampleQuerySchema } from '@/lib/contracts/sample';
import { tilesOf } from '@/lib/server/samples';
import { handle, readQuery } from '../../handle';

const querySchema = sampleQuerySchema.extend({
  ids: z.string().transform((text) => z.array(idSchema).max(100).parse(text.split(',').filter(Boolean))),
});

export const GET = handle((request) => {
  const { ids, ...query } = readQuery(request, querySchema);
  return tilesOf(ids, query);
});
