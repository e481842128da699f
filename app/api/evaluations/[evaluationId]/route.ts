import { deleteEvaluation } from '@/lib/server/evaluations';
import { handle } from '../../handle';

export const DELETE = handle((_, { evaluationId }) => deleteEvaluation(evaluationId));
