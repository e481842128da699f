import 'server-only';
import type { Capture, KeptCapture } from '@/lib/contracts/live';
import { database } from './database';
import { ensureDataset } from './datasets';
import { storeDetectedFaces } from './detected-faces';
import { storeImage } from './images';
import { sampleId } from './import-dataset';
import { requireModel } from './models';
import { removeSamples } from './remove-samples';
import { UserError } from './user-error';

/** What a dataset of kept frames was made from, where others name their format. */
const FORMAT = 'live';

/**
 * Keeps a frame of the live page with what the model said of it: a sample a face, labelled by the model, not reviewed.
 *
 * @param picture the frame's bytes
 * @throws ImageDecodeError, UserError 404 without such a model, 409 when the name stands already
 */
export async function keepCapture(capture: Capture, picture: Uint8Array): Promise<KeptCapture> {
  const { name, model, faces } = capture;
  await requireModel(model);
  const image = await storeImage(picture);
  const dataset = await ensureDataset(capture.dataset, 'real', FORMAT);
  const key = `${name}.png`;
  const id = sampleId(dataset.id, key);
  const db = database();
  if (await db.sample.findUnique({ where: { id }, select: { id: true } })) {
    throw new UserError(409, `${dataset.name}: a frame ${name} has been kept already`);
  }
  await db.$transaction([
    db.image.upsert({
      where: { id: image.id },
      create: { id: image.id, width: image.width, height: image.height, mediaType: image.mediaType },
      update: {},
    }),
    db.sample.create({
      data: { id, datasetId: dataset.id, imageId: image.id, key, name, split: 'none', revision: 0 },
    }),
  ]);
  try {
    const { samples } = await storeDetectedFaces(id, { model, faces });
    return { datasetId: dataset.id, dataset: dataset.name, samples: samples.length > 0 ? samples : [id] };
  } catch (error) {
    await removeSamples([id]);
    throw error;
  }
}
