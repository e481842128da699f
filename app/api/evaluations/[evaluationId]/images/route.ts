import { evaluationImages } from '@/lib/server/evaluation-results';
import { handle } from '../../../handle';

export const GET = handle((request, { evaluationId }) =>
  evaluationImages(evaluationId, { cursor: request.nextUrl.searchParams.get('cursor') ?? undefined }),
);
