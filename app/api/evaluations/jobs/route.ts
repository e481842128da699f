import { evaluationJobSchema } from '@/lib/contracts/evaluation';
import { startEvaluations } from '@/lib/server/evaluation-jobs';
import { handle, readJson } from '../../handle';

export const POST = handle(async (request) => startEvaluations(await readJson(request, evaluationJobSchema)));
