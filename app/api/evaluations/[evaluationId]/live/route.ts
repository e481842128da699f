import { liveTotals } from '@/lib/server/evaluation-current';
import { handle } from '../../../handle';

export const GET = handle((_, { evaluationId }) => liveTotals(evaluationId));
