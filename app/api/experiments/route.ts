import { performPlanSchema } from '@/lib/contracts/experiment';
import { startExperiment } from '@/lib/server/experiment-jobs';
import { handle, readJson } from '../handle';

export const POST = handle(async (request) => startExperiment(await readJson(request, performPlanSchema)));
