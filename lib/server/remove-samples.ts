import 'server-only';
import { database } from './database';
import { pendingSamples } from './deletions';
import { dropThumbnails } from './images';
import { dropUnusedImages } from './unused-images';
import { notFound } from './user-error';

/**
 * Removes samples for good: labels, predictions and thumbnails go with them, and a picture that no other sample shows
 * leaves the disk. There is no way back.
 *
 * @throws UserError 404 when there is none of them
 */
export async function removeSamples(ids: readonly string[]): Promise<void> {
  const db = database();
  const samples = await db.sample.findMany({
    where: { id: { in: [...ids] } },
    select: { id: true, revision: true, imageId: true },
  });
  if (samples.length === 0) throw notFound('sample', ids.join(', '));
  await db.sample.deleteMany({ where: { id: { in: samples.map(({ id }) => id) } } });
  for (const { id, revision } of samples) await dropThumbnails(id, revision);
  await dropUnusedImages([...new Set(samples.map(({ imageId }) => imageId))], pendingSamples());
}
