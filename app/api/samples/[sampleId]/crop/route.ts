import { modelIdSchema } from '@/lib/contracts/common';
import { readGroundTruthCrop } from '@/lib/server/images';
import { requireModel } from '@/lib/server/models';
import { bytesResponse, handle } from '../../../handle';

export const GET = handle(async (request, { sampleId }) => {
  const model = await requireModel(modelIdSchema.parse(request.nextUrl.searchParams.get('model')));
  const { crop, header } = await readGroundTruthCrop(sampleId, model.card.input);
  return bytesResponse(new Uint8Array(crop.data), 'application/octet-stream', {
    'X-Crop': JSON.stringify(header),
    'Cache-Control': 'private, no-cache',
  });
});
