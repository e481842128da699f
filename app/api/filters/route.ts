import { saveFilterSchema } from '@/lib/contracts/saved-filter';
import { listFilters, saveFilter } from '@/lib/server/saved-filters';
import { handle, readJson } from '../handle';

export const GET = handle(() => listFilters());

export const POST = handle(async (request) => saveFilter(await readJson(request, saveFilterSchema)));
