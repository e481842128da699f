import { openImportSchema } from '@/lib/contracts/dataset';
import { openImport } from '@/lib/server/import-sessions';
import { handle, readJson } from '../handle';

export const POST = handle(async (request) => openImport((await readJson(request, openImportSchema)).folder));
