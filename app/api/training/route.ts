import { trainingConfigSchema } from '@/lib/contracts/training-config';
import { startTraining } from '@/lib/server/training-jobs';
import { handle, readJson } from '../handle';

export const POST = handle(async (request) => startTraining(await readJson(request, trainingConfigSchema)));
