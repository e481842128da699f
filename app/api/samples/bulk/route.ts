import { bulkChangeSchema } from '@/lib/contracts/bulk';
import { changeSamples } from '@/lib/server/bulk';
import { handle, readJson } from '../../handle';

export const POST = handle(async (request) => changeSamples(await readJson(request, bulkChangeSchema)));
