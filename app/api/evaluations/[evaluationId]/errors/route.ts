import { evaluationErrors } from '@/lib/server/evaluations';
import { handle } from '../../../handle';

export const GET = handle((_, { evaluationId }) => evaluationErrors(evaluationId));
