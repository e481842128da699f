import { beforeAll, describe, expect, it } from 'vitest';
import { sampleQuerySchema } from '@/lib/contracts/sample';
import type { Annotation } from '@/lib/landmarks/annotation';
import { imagePoint } from '@/lib/landmarks/geometry';
import { REGION_IDS } from '@/lib/landmarks/scheme';
import { saveAnnotation } from '@/lib/server/annotations';
import { database } from '@/lib/server/database';
import { fillDerived } from '@/lib/server/derived';
import { workOutDisagreement } from '@/lib/server/disagreement';
import { storePredictions } from '@/lib/server/predictions';
import { MEAN_LANDMARKS } from '@/lib/synthesis/head/anatomy';
import { measuredFace, movedInCrop } from '@/tests/fixtures/faces/measured-face';
import { predictionOff, storeFaces, storeModel } from '@/tests/fixtures/faces/stored-face';
import { freshWorkbench } from './workbench';

freshWorkbench();

/** A head seen from a quarter: cos 0.8, sin 0.6. */
const quarter: Annotation = {
  ...measuredFace(),
  points: MEAN_LANDMARKS.map(([x, y, z]) => imagePoint(300 + 2 * (0.8 * x + 0.6 * z), 300 + 2 * y)),
};
const store = (model: string, ...items: ReturnType<typeof predictionOff>[]) =>
  storePredictions({ model, crop: 'ground-truth', items });

beforeAll(async () => {
  await storeFaces('set', [
    { id: 'old', annotation: quarter },
    { id: 'stated', yawRad: 0.5 },
    { id: 'unlabelled', annotation: null },
    { id: 'measured' },
  ]);
  await storeModel('first');
  await storeModel('second');
});

describe('rows that are older than their columns', () => {
  it('get the pose that their landmarks tell; what the source stated is named so', async () => {
    await fillDerived();
    const rows = await database().sample.findMany({ orderBy: { id: 'asc' } });
    const poses = Object.fromEntries(rows.map((row) => [row.id, [row.poseSource, row.yawRad]]));
    expect(poses.stated).toEqual(['source', 0.5]);
    expect(poses.unlabelled).toEqual([null, null]);
    expect(poses.old).toEqual(['estimated', expect.any(Number)]);
    expect(Math.abs(poses.old[1] as number)).toBeCloseTo(Math.asin(0.6), 1);
    // points that make no head tell nothing, and are asked once
    expect(poses.measured[0]).toBe('estimated');
  });

  it('get their errors by region', async () => {
    await store('first', predictionOff('measured', 3));
    const key = { sampleId_modelId_crop: { sampleId: 'measured', modelId: 'first', crop: 'ground-truth' } };
    const fresh = await database().prediction.findUniqueOrThrow({ where: key });
    const regions = JSON.parse(fresh.regionErrors as string);
    expect(regions).toHaveLength(REGION_IDS.length);
    for (const error of regions) expect(error).toBeCloseTo(3, 9);
    await database().prediction.update({ where: key, data: { regionErrors: null } });
    await fillDerived();
    expect(await database().prediction.findUniqueOrThrow({ where: key })).toEqual(fresh);
  });
});

describe('the disagreement of two models', () => {
  const query = sampleQuerySchema.parse({ model: 'second', other: 'first' });
  const values = async () =>
    Object.fromEntries(
      (await database().disagreement.findMany()).map((row) => [
        `${row.sampleId} ${row.modelA} ${row.modelB}`,
        row.value,
      ]),
    );

  it('is worked out where both have looked, in px of the reference crop, whichever is named first', async () => {
    await store('second', predictionOff('measured', 8), predictionOff('unlabelled', 8, 0));
    expect(await workOutDisagreement(query)).toBe(0);
    expect(await values()).toEqual({ 'measured first second': expect.closeTo(5, 9) });
    await store('first', predictionOff('unlabelled', 0, 0));
    expect(await workOutDisagreement({ ...query, model: 'first', other: 'second' })).toBe(0);
    // without labels the crop is that of the two predictions' mean, which is as large as the face
    expect(await values()).toEqual({
      'measured first second': expect.closeTo(5, 9),
      'unlabelled first second': expect.closeTo(8, 9),
    });
  });

  it('follows the labels, which are its measure, and goes with a prediction', async () => {
    const wide: Annotation = {
      ...measuredFace(),
      points: measuredFace().points.map(([x, y]) => imagePoint(160.25 + 2 * (x - 160.25), y)),
    };
    await saveAnnotation('measured', { baseRevision: 1, annotation: wide, author: 'anna' });
    // the box is twice as wide, its left part cut off by the image's edge
    const crop = 192 / (160.25 + 201);
    expect((await values())['measured first second']).toBeCloseTo(5 * (201 / 192) * crop, 6);
    const again = {
      ...predictionOff('measured', 2),
      landmarks: movedInCrop(measuredFace(), 2, 0).map(([x, y]) => [x, y] as [number, number]),
    };
    await store('second', again);
    expect(Object.keys(await values())).toEqual(['unlabelled first second']);
    await workOutDisagreement(query);
    expect((await values())['measured first second']).toBeCloseTo(1 * (201 / 192) * crop, 6);
    await database().model.delete({ where: { id: 'second' } });
    expect(await values()).toEqual({});
  });
});
