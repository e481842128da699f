import { generateSetSchema } from '@/lib/contracts/synthesis';
import { startGeneration } from '@/lib/server/generation-jobs';
import { listUnfinished } from '@/lib/server/generation-runs';
import { handle, readJson } from '../handle';

/** Sets that were begun and not finished. */
export const GET = handle(() => listUnfinished());

export const POST = handle(async (request) => startGeneration(await readJson(request, generateSetSchema)));
