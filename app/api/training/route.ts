import { trainingConfigSchema } from '@/lib/contracts/training-config';
import { enqueueTraining } from '@/lib/server/training-queue';
import { listRuns } from '@/lib/server/training-runs';
import { handle, readJson } from '../handle';

export const GET = handle(() => listRuns());

export const POST = handle(async (request) => enqueueTraining(await readJson(request, trainingConfigSchema)));
