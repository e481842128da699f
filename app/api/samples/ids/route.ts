import { sampleQuerySchema } from '@/lib/contracts/sample';
import { sampleIds } from '@/lib/server/samples';
import { handle, readQuery } from '../../handle';

export const GET = handle(async (request) => ({ ids: await sampleIds(readQuery(request, sampleQuerySchema)) }));
