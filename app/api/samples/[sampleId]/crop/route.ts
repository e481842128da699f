import { modelIdSchema } from '@/lib/contracts/common';
import { cropTag, currentCropTag } from '@/lib/server/crop-tag';
import { readGroundTruthCrop } from '@/lib/server/images';
import { requireModel } from '@/lib/server/models';
import { bytesResponse, handle } from '../../../handle';

const CACHE = 'private, no-cache';

export const GET = handle(async (request, { sampleId }) => {
  const model = await requireModel(modelIdSchema.parse(request.nextUrl.searchParams.get('model')));
  const { input } = model.card;
  const known = request.headers.get('if-none-match');
  if (known && known === (await currentCropTag(sampleId, input))) {
    return new Response(null, { status: 304, headers: { ETag: known, 'Cache-Control': CACHE } });
  }
  const { crop, header } = await readGroundTruthCrop(sampleId, input);
  return bytesResponse(new Uint8Array(crop.data), 'application/octet-stream', {
    'X-Crop': JSON.stringify(header),
    ETag: cropTag(header.revision, input),
    'Cache-Control': CACHE,
  });
});
