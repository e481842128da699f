import { createEvaluationSchema } from '@/lib/contracts/evaluation';
import { createEvaluation, listEvaluations } from '@/lib/server/evaluations';
import { handle, readJson } from '../handle';

export const GET = handle(() => listEvaluations());

export const POST = handle(async (request) => createEvaluation(await readJson(request, createEvaluationSchema)));
