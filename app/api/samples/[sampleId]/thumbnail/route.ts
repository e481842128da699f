import { readThumbnail } from '@/lib/server/images';
import { bytesResponse, handle } from '../../../handle';

export const GET = handle(async (request, { sampleId }) => {
  const query = request.nextUrl.searchParams;
  const { bytes, revision } = await readThumbnail(sampleId, Number(query.get('size') ?? 192));
  // an address that names the revision (?v=) shows the same picture for ever
  const isPinned = query.get('v') === String(revision);
  return bytesResponse(bytes, 'image/webp', {
    'Cache-Control': isPinned ? 'private, max-age=31536000, immutable' : 'private, no-cache',
  });
});
