import { evaluationImages } from '@/lib/server/evaluations';
import { handle } from '../../../handle';

export const GET = handle((request, { evaluationId }) =>
  evaluationImages(evaluationId, { cursor: request.nextUrl.searchParams.get('cursor') ?? undefined }),
);
