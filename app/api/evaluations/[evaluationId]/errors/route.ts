import { evaluationErrors } from '@/lib/server/evaluation-results';
import { handle } from '../../../handle';

export const GET = handle((_, { evaluationId }) => evaluationErrors(evaluationId));
