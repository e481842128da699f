import { beforeAll, describe, expect, it } from 'vitest';
import type { StoreFaces } from '@/lib/contracts/prediction';
import { annotationFromJson } from '@/lib/server/annotation-json';
import { saveAnnotation } from '@/lib/server/annotations';
import { database } from '@/lib/server/database';
import { storeDetectedFaces } from '@/lib/server/detected-faces';
import { createEvaluation, samplesToPredict } from '@/lib/server/evaluations';
import { storePredictions } from '@/lib/server/predictions';
import { getSample, listSamples } from '@/lib/server/samples';
import { measuredFace, movedInCrop } from '@/tests/fixtures/faces/measured-face';
import { predictionOff, storeFaces, storeModel } from '@/tests/fixtures/faces/stored-face';
import { freshWorkbench } from './workbench';

freshWorkbench();

const faceAt = (dx: number, confidence: number): StoreFaces['faces'][number] => ({
  landmarks: movedInCrop(measuredFace(), dx, 0).map(([x, y], i) => [x, y, i]),
  box: { x: 100 + dx, y: 200, width: 120, height: 210 },
  confidence,
  durationMs: 6,
});

beforeAll(async () => {
  await storeFaces('photos', [
    { id: 'group', annotation: null, split: 'test' },
    { id: 'empty', annotation: null },
    { id: 'labelled' },
  ]);
  await storeModel('fake');
});

describe('faces found in an image without labels', () => {
  it('become samples with labels by the model, not reviewed, its confidence kept beside them', async () => {
    const { samples } = await storeDetectedFaces('group', { model: 'fake', faces: [faceAt(0, 0.75), faceAt(9, 0.5)] });
    expect(samples[0]).toBe('group');
    const rows = await database().sample.findMany({
      where: { datasetId: 'photos', imageId: 'image-group' },
      orderBy: { key: 'asc' },
      include: { versions: true, predictions: true },
    });
    expect(rows.map(({ id }) => id)).toEqual(samples);
    expect(rows.map(({ key, name }) => [key, name])).toEqual([
      ['group.png', 'group'],
      ['group.png#2', 'group (2)'],
    ]);
    for (const [i, row] of rows.entries()) {
      expect(row).toMatchObject({ revision: 1, reviewState: 'unreviewed', editedAt: null, split: 'test' });
      expect(row).toMatchObject({ faceSize: expect.closeTo(201, 9), poseSource: 'estimated' });
      expect(row.versions).toMatchObject([{ revision: 1, parentRevision: null, authorKind: 'model', author: 'fake' }]);
      expect(row.predictions).toMatchObject([
        { modelId: 'fake', crop: 'detector', confidence: [0.75, 0.5][i], error: 0 },
      ]);
      const annotation = annotationFromJson(row.annotation);
      expect(annotation?.points[3]).toEqual(movedInCrop(measuredFace(), 9 * i, 0)[3]);
      expect(annotation?.z?.[67]).toBe(67);
    }
    expect(JSON.parse(rows[1].box as string)).toEqual({ x: 109, y: 200, width: 120, height: 210 });
  });

  it('are not stored over labels', async () => {
    for (const id of ['labelled', 'group']) {
      await expect(storeDetectedFaces(id, { model: 'fake', faces: [faceAt(0, 1)] })).rejects.toMatchObject({
        status: 409,
      });
    }
    expect(await database().sample.count({ where: { imageId: 'image-group' } })).toBe(2);
  });

  it('none found leaves the image unlabelled and is known', async () => {
    expect(await storeDetectedFaces('empty', { model: 'fake', faces: [] })).toEqual({ samples: [] });
    expect(await getSample('empty')).toMatchObject({ revision: 0, annotation: null, predictions: [] });
    const { items } = await listSamples({ model: 'fake', crop: 'detector', sort: 'name', limit: 10, predicted: 'yes' });
    expect(items.find(({ id }) => id === 'empty')).toMatchObject({ prediction: null, error: null });
    const unlabelled = await listSamples({ crop: 'detector', sort: 'name', limit: 10, labelled: 'no' });
    expect(unlabelled.items.map(({ id }) => id)).toEqual(['empty']);
  });

  it('are refused far outside the image, by name', async () => {
    await expect(storeDetectedFaces('empty', { model: 'fake', faces: [faceAt(2000, 1)] })).rejects.toThrow(
      /^sample empty: expected landmarks on or near the 600×700 image/,
    );
    await expect(storeDetectedFaces('empty', { model: 'gone', faces: [] })).rejects.toMatchObject({ status: 404 });
    await expect(storeDetectedFaces('gone', { model: 'fake', faces: [] })).rejects.toMatchObject({ status: 404 });
  });
});

describe('a face that the detector has missed', () => {
  const request = { model: 'fake', dataset: 'missed', split: 'val', crop: 'detector' } as const;

  beforeAll(async () => {
    await storeFaces('missed', [{ id: 'm1' }, { id: 'm2' }, { id: 'm3' }]);
    await storePredictions({
      model: 'fake',
      crop: 'detector',
      items: [
        predictionOff('m1', 4),
        { ...predictionOff('m2', 0), landmarks: [], confidence: null },
        predictionOff('m3', 8),
      ],
    });
  });

  it('counts as such in an evaluation', async () => {
    const { report } = await createEvaluation(request);
    expect(report).toMatchObject({ images: 2, me: expect.closeTo(6, 9) });
    expect(report.card).toMatchObject({ cropSource: 'detector', withoutFace: 1, withoutLabels: 0 });
  });

  it('is looked for again once its labels have moved; a found one is not', async () => {
    expect(await samplesToPredict(request)).toEqual([]);
    for (const id of ['m1', 'm2']) {
      await saveAnnotation(id, { baseRevision: 1, annotation: measuredFace(), author: 'test' });
    }
    expect(await samplesToPredict(request)).toEqual(['m2']);
  });
});
