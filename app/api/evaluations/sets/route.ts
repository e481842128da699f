import { z } from 'zod';
import { idSchema } from '@/lib/contracts/common';
import { datasetsOfSamples } from '@/lib/server/evaluation-sources';
import { handle, readJson } from '../../handle';

const bodySchema = z.object({ ids: z.array(idSchema).min(1).max(100_000) });

/** Which datasets hand-picked samples are of. */
export const POST = handle(async (request) => datasetsOfSamples((await readJson(request, bodySchema)).ids));
