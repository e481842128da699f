import { readOffsets } from '@/lib/server/evaluation-files';
import { requireEvaluation } from '@/lib/server/evaluations';
import { UserError } from '@/lib/server/user-error';
import { bytesResponse, handle } from '../../../handle';

export const GET = handle(async (_, { evaluationId }) => {
  await requireEvaluation(evaluationId);
  const offsets = await readOffsets(evaluationId);
  if (!offsets) throw new UserError(404, `evaluation ${evaluationId}: made before offsets were kept; score it again`);
  return bytesResponse(
    new Uint8Array(offsets.buffer as ArrayBuffer, offsets.byteOffset, offsets.byteLength),
    'application/octet-stream',
    {
      // a run never changes
      'Cache-Control': 'private, max-age=31536000, immutable',
    },
  );
});
