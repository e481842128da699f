import { sampleQuerySchema } from '@/lib/contracts/sample';
import { countSamples } from '@/lib/server/samples';
import { handle, readQuery } from '../../handle';

export const GET = handle(async (request) => ({ count: await countSamples(readQuery(request, sampleQuerySchema)) }));
