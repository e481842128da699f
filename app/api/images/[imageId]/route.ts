import { readImageBytes } from '@/lib/server/images';
import { bytesResponse, handle } from '../../handle';

export const GET = handle(async (_, { imageId }) => {
  const { bytes, mediaType } = await readImageBytes(imageId);
  // the id is the hash of the content
  return bytesResponse(bytes, mediaType, { 'Cache-Control': 'private, max-age=31536000, immutable' });
});
