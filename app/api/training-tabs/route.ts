import { createInTabSchema } from '@/lib/contracts/training-tab';
import { createInTab } from '@/lib/server/training-tabs';
import { handle, readJson } from '../handle';

export const POST = handle(async (request) => createInTab(await readJson(request, createInTabSchema)));
