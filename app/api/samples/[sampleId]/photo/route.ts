import { readSamplePhoto } from '@/lib/server/images';
import { bytesResponse, handle } from '../../../handle';

export const GET = handle(async (_, { sampleId }) => {
  const { pixels, header } = await readSamplePhoto(sampleId);
  return bytesResponse(pixels as Uint8Array<ArrayBuffer>, 'application/octet-stream', {
    'X-Photo': JSON.stringify(header),
    'Cache-Control': 'private, no-store',
  });
});
