import { evaluationRunFile } from '@/lib/server/evaluation-current';
import { bytesResponse, handle } from '../../../handle';

export const GET = handle(async (_, { evaluationId }) =>
  bytesResponse(await evaluationRunFile(evaluationId), 'application/octet-stream', {
    'Cache-Control': 'private, no-cache',
  }),
);
