import { prepareExportSchema } from '@/lib/contracts/export';
import { prepareExport } from '@/lib/server/prepared-exports';
import { handle, readJson } from '../../handle';

export const POST = handle(async (request) => prepareExport(await readJson(request, prepareExportSchema)));
