import { beforeAll, describe, expect, it } from 'vitest';
import { type Capture, captureSchema } from '@/lib/contracts/live';
import { keepCapture } from '@/lib/server/captures';
import { database } from '@/lib/server/database';
import { readThumbnail } from '@/lib/server/images';
import { removeSamples } from '@/lib/server/remove-samples';
import { getSample } from '@/lib/server/samples';
import { imageKey, storage } from '@/lib/server/storage';
import { plainPng } from '@/tests/fixtures/faces/images';
import { MEASURED_IMAGE, measuredFace } from '@/tests/fixtures/faces/measured-face';
import { storeModel } from '@/tests/fixtures/faces/stored-face';
import { freshWorkbench } from './workbench';

freshWorkbench();
beforeAll(() => storeModel('fake'));

const frame = (shade: number) => plainPng(shade, MEASURED_IMAGE);
const face = (): Capture['faces'][number] => ({
  landmarks: measuredFace().points.map(([x, y]) => [x, y]),
  box: { x: 110, y: 220, width: 101, height: 201 },
  confidence: 0.75,
  durationMs: 4,
});
const capture = (name: string, faces = [face()]): Capture => ({ dataset: 'Kept', model: 'fake', name, faces });

describe('a kept frame', () => {
  it('becomes a sample a face, labelled by the model and to be reviewed', async () => {
    const picture = await frame(1);
    const { datasetId, samples } = await keepCapture(capture('webcam 12.30.05', [face(), face()]), picture);
    expect(samples).toHaveLength(2);
    const first = await getSample(samples[0]);
    expect(first).toMatchObject({ name: 'webcam 12.30.05', datasetName: 'Kept', revision: 1, split: 'none' });
    expect(first?.annotation?.points[30]).toEqual(measuredFace().points[30]);
    expect(first?.versions).toMatchObject([{ authorKind: 'model', author: 'fake' }]);
    expect(first?.predictions).toMatchObject([{ crop: 'detector', confidence: 0.75 }]);
    expect((await getSample(samples[1]))?.name).toBe('webcam 12.30.05 (2)');
    const kept = await storage().read(imageKey(first?.imageId as string));
    expect(kept && new Uint8Array(kept)).toEqual(picture);
    expect(await database().dataset.findUnique({ where: { id: datasetId } })).toMatchObject({ format: 'live' });
  });

  it('without a face waits for its labels', async () => {
    const { samples } = await keepCapture(capture('wall', []), await frame(2));
    expect(await getSample(samples[0])).toMatchObject({ name: 'wall', revision: 0, annotation: null });
  });

  it('is kept once under its name, and not at all when a face lies outside', async () => {
    await expect(keepCapture(capture('wall', []), await frame(3))).rejects.toMatchObject({ status: 409 });
    const outside = { ...face(), landmarks: face().landmarks.map((): [number, number] => [9000, 0]) };
    await expect(keepCapture(capture('outside', [outside]), await frame(4))).rejects.toMatchObject({ status: 422 });
    expect(await database().sample.count({ where: { name: 'outside' } })).toBe(0);
    await expect(keepCapture({ ...capture('x'), model: 'gone' }, await frame(5))).rejects.toMatchObject({
      status: 404,
    });
  });

  it('has a name that is no path', () => {
    for (const name of ['../up', 'a/b', '', ' ', '.hidden', 'x'.repeat(90)]) {
      expect(captureSchema.safeParse(capture(name)).success, name).toBe(false);
    }
    expect(captureSchema.safeParse(capture('clip.mp4 00-01.250 (2)')).success).toBe(true);
  });
});

describe('removing samples', () => {
  it('takes labels, predictions, thumbnails and the picture off the disk', async () => {
    const { samples } = await keepCapture(capture('to go'), await frame(6));
    const imageId = (await getSample(samples[0]))?.imageId as string;
    await readThumbnail(samples[0], 96);
    const thumbnail = `thumbnails/${samples[0].slice(0, 2)}/${samples[0]}-r1-96.webp`;
    expect(await storage().size(thumbnail)).toBeGreaterThan(0);
    await removeSamples(samples);
    expect(await getSample(samples[0])).toBeNull();
    expect(await database().annotationVersion.count({ where: { sampleId: samples[0] } })).toBe(0);
    expect(await database().prediction.count({ where: { sampleId: samples[0] } })).toBe(0);
    expect(await database().image.findUnique({ where: { id: imageId } })).toBeNull();
    expect(await storage().size(imageKey(imageId))).toBeNull();
    expect(await storage().size(thumbnail)).toBeNull();
    await expect(removeSamples(samples)).rejects.toMatchObject({ status: 404 });
  });

  it('leaves a picture that another sample shows', async () => {
    const picture = await frame(7);
    const { samples } = await keepCapture(capture('one'), picture);
    const other = await keepCapture(capture('other'), picture);
    const imageId = (await getSample(samples[0]))?.imageId as string;
    await removeSamples(samples);
    expect(await storage().size(imageKey(imageId))).toBeGreaterThan(0);
    await removeSamples(other.samples);
    expect(await storage().size(imageKey(imageId))).toBeNull();
  });
});
