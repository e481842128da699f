import { beforeAll, describe, expect, it } from 'vitest';
import { samplePageSchema, saveAnnotationSchema } from '@/lib/contracts/sample';
import type { Annotation } from '@/lib/landmarks/annotation';
import { imagePoint } from '@/lib/landmarks/geometry';
import { faceSizeOf, getVersion, saveAnnotation } from '@/lib/server/annotations';
import { database } from '@/lib/server/database';
import { readGroundTruthCrop } from '@/lib/server/images';
import { storePredictions } from '@/lib/server/predictions';
import { getSample, listSamples } from '@/lib/server/samples';
import { MEAN_LANDMARKS } from '@/lib/synthesis/head/anatomy';
import { measuredFace } from '@/tests/fixtures/faces/measured-face';
import { predictionOff, storeFaces, storeModel } from '@/tests/fixtures/faces/stored-face';
import { sampleCard } from '../../models/facemesh/sample-card';
import { freshWorkbench } from './workbench';

freshWorkbench();

/** The face with its landmark 30 moved to (x, y). */
const moved = (x: number, y: number): Annotation => {
  const face = measuredFace();
  return { ...face, points: face.points.map((point, i) => (i === 30 ? imagePoint(x, y) : point)) };
};
const save = (sampleId: string, baseRevision: number, annotation: Annotation, author = 'anna') =>
  saveAnnotation(sampleId, { baseRevision, annotation, author });

const versionsOf = (sampleId: string) =>
  database().annotationVersion.findMany({ where: { sampleId }, orderBy: { revision: 'asc' } });

describe('saving labels', () => {
  beforeAll(() =>
    storeFaces(
      'faces',
      ['plain', 'stale', 'raced', 'often', 'erred', 'blank', 'unplaced', 'twice', 'read', 'reviewed', 'turned'].map(
        (id) => ({
          id,
          annotation: id === 'blank' ? null : measuredFace(),
        }),
      ),
    ),
  );

  it('appends a version and overwrites none', async () => {
    const saved = await save('plain', 1, moved(1, 2));
    expect(saved.revision).toBe(2);
    expect(saved.versions).toEqual([
      expect.objectContaining({ revision: 1, parentRevision: null, authorKind: 'import', author: 'ibug-pts' }),
      expect.objectContaining({ revision: 2, parentRevision: 1, authorKind: 'person', author: 'anna' }),
    ]);
    const [first, second] = await versionsOf('plain');
    expect(JSON.parse(first.annotation)).toEqual(measuredFace());
    expect(JSON.parse(second.annotation)).toEqual(moved(1, 2));
    expect(second.sequence).toBeGreaterThan(first.sequence);
    expect((await getSample('plain'))?.annotation).toEqual(moved(1, 2));
  });

  it('remembers when, and how large the face is now', async () => {
    const before = await database().sample.findUniqueOrThrow({ where: { id: 'often' } });
    expect(before.editedAt).toBeNull();
    const start = Date.now();
    await save('often', 1, moved(110, 721)); // the box grows from 220 … 421 to 220 … 721
    const after = await database().sample.findUniqueOrThrow({ where: { id: 'often' } });
    expect(after.editedAt?.getTime()).toBeGreaterThanOrEqual(start);
    expect(after.faceSize).toBe(501);
  });

  it('makes the sample fixed, but for one that was called ambiguous, or as the editor says', async () => {
    const stateOf = async (id: string) => {
      const { reviewState, reviewedAt } = await database().sample.findUniqueOrThrow({ where: { id } });
      return [reviewState, reviewedAt !== null];
    };
    expect(await stateOf('reviewed')).toEqual(['unreviewed', false]);
    expect((await save('reviewed', 1, moved(3, 3))).reviewState).toBe('fixed');
    expect(await stateOf('reviewed')).toEqual(['fixed', true]);
    // the editor has taken its own correction back: the face is what it was before
    const back = { baseRevision: 2, annotation: measuredFace(), author: 'anna', reviewState: 'unreviewed' as const };
    expect((await saveAnnotation('reviewed', back)).reviewState).toBe('unreviewed');
    expect(await stateOf('reviewed')).toEqual(['unreviewed', false]);
    await database().sample.update({ where: { id: 'reviewed' }, data: { reviewState: 'ambiguous' } });
    expect((await save('reviewed', 3, moved(4, 4))).reviewState).toBe('ambiguous');
    await database().sample.update({ where: { id: 'reviewed' }, data: { reviewState: 'approved' } });
    expect((await save('reviewed', 4, moved(5, 5))).reviewState).toBe('fixed');
  });

  it('moves a pose that was estimated from the landmarks, and leaves one that the source states', async () => {
    const turned: Annotation = {
      ...measuredFace(),
      points: MEAN_LANDMARKS.map(([x, y, z]) => imagePoint(300 + 2 * (0.8 * x + 0.6 * z), 300 + 2 * y)),
    };
    await save('turned', 1, turned);
    const estimated = await database().sample.findUniqueOrThrow({ where: { id: 'turned' } });
    expect(estimated.poseSource).toBe('estimated');
    expect(Math.abs(estimated.yawRad as number)).toBeCloseTo(Math.asin(0.6), 1);
    await database().sample.update({ where: { id: 'turned' }, data: { poseSource: 'source', yawRad: 0.25 } });
    await save('turned', 2, measuredFace());
    const stated = await database().sample.findUniqueOrThrow({ where: { id: 'turned' } });
    expect([stated.poseSource, stated.yawRad]).toEqual(['source', 0.25]);
  });

  it('starts the history of a sample nobody had labelled', async () => {
    const saved = await save('blank', 0, moved(5, 6));
    expect(saved.versions).toEqual([expect.objectContaining({ revision: 1, parentRevision: null, author: 'anna' })]);
  });

  it('refuses an edit of an older revision with the labels as they are now', async () => {
    await save('stale', 1, moved(7, 8), 'bert');
    await expect(save('stale', 1, moved(9, 9))).rejects.toMatchObject({
      status: 409,
      message: 'sample stale: edited on revision 1, but revision 2 has been saved meanwhile',
      details: { revision: 2, author: 'bert', annotation: moved(7, 8) },
    });
    await expect(save('stale', 5, moved(9, 9))).rejects.toMatchObject({ status: 409 });
    expect(await versionsOf('stale')).toHaveLength(2);
    expect((await save('stale', 2, moved(9, 9))).revision).toBe(3);
  });

  it('keeps an edit once, however often it is sent', async () => {
    const edit = { baseRevision: 1, annotation: moved(3, 4), author: 'anna', saveId: 'gesture-1' };
    expect((await saveAnnotation('twice', edit)).revision).toBe(2);
    await save('twice', 2, moved(5, 6), 'bert');
    const again = await saveAnnotation('twice', edit);
    expect(again.revision).toBe(2);
    expect(again.versions.map(({ revision, author }) => [revision, author])).toEqual([
      [1, 'ibug-pts'],
      [2, 'anna'],
      [3, 'bert'],
    ]);
    expect((await getSample('twice'))?.annotation).toEqual(moved(5, 6));
    await Promise.all([1, 2, 3].map(() => saveAnnotation('twice', { ...edit, baseRevision: 3, saveId: 'gesture-2' })));
    expect(await versionsOf('twice')).toHaveLength(4);
  });

  it('tells any version from before, word for word', async () => {
    await save('read', 1, moved(1, 2));
    expect(await getVersion('read', 1)).toMatchObject({ revision: 1, author: 'ibug-pts', annotation: measuredFace() });
    expect(await getVersion('read', 2)).toMatchObject({ revision: 2, author: 'anna', annotation: moved(1, 2) });
    await expect(getVersion('read', 3)).rejects.toMatchObject({ status: 404 });
  });

  it('answers 404 for a sample that is not there', async () => {
    await expect(save('nobody', 1, moved(1, 1))).rejects.toMatchObject({ status: 404 });
  });

  it('lets exactly one of several at once win, every time', async () => {
    for (let revision = 1; revision <= 5; revision++) {
      const savers = [11, 12, 13, 14].map((x) => save('raced', revision, moved(x, revision), `saver ${x}`));
      const outcomes = await Promise.allSettled(savers);
      const winners = outcomes.filter(({ status }) => status === 'fulfilled');
      expect(winners).toHaveLength(1);
      for (const outcome of outcomes) {
        if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ status: 409 });
      }
    }
    const chain = await versionsOf('raced');
    expect(chain.map(({ revision, parentRevision }) => [revision, parentRevision])).toEqual([
      [1, null],
      [2, 1],
      [3, 2],
      [4, 3],
      [5, 4],
      [6, 5],
    ]);
    expect((await getSample('raced'))?.annotation).toEqual(JSON.parse(chain[5].annotation));
  });

  it('moves the errors under every model at once', async () => {
    const [a, b] = [await storeModel('model-a'), await storeModel('model-b')];
    await storePredictions({ model: a, crop: 'ground-truth', items: [predictionOff('erred', 6)] });
    await storePredictions({ model: b, crop: 'ground-truth', items: [predictionOff('erred', 12)] });
    const face = measuredFace();
    // labels follow model-a's prediction: its error is gone, model-b's is halved
    const corrected = { ...face, points: face.points.map(([x, y]) => imagePoint(x + 6 * (201 / 192), y)) };
    const saved = await save('erred', 1, corrected);
    expect(saved.predictions.map(({ modelId, errors }) => [modelId, errors?.error])).toEqual([
      ['model-a', expect.closeTo(0, 9)],
      ['model-b', expect.closeTo(6, 9)],
    ]);
    const rows = await database().prediction.findMany({ where: { sampleId: 'erred' }, orderBy: { modelId: 'asc' } });
    expect(rows.map(({ error, errorRevision }) => [error, errorRevision])).toEqual([
      [expect.closeTo(0, 9), 2],
      [expect.closeTo(6, 9), 2],
    ]);
    expect(rows[1].nmeInterOcular).toBeCloseTo((100 * 6 * (201 / 192)) / Math.sqrt(407.25), 9);
  });

  it('of which no landmark is placed leaves the gallery and the errors whole', async () => {
    await storePredictions({ model: 'model-a', crop: 'ground-truth', items: [predictionOff('unplaced', 6)] });
    const face = measuredFace();
    const unplaced: Annotation = { ...face, visibility: face.points.map(() => 'missing') };
    const saved = await save('unplaced', 1, unplaced);
    expect(saved.predictions[0].errors).toBeNull();
    const { items } = await listSamples(samplePageSchema.parse({ q: 'unplaced', model: 'model-a' }));
    // without a face to show, the whole image
    expect(items[0]).toMatchObject({ view: { x: -50, y: 0, size: 700 }, error: null });
    await expect(readGroundTruthCrop('unplaced', sampleCard().input)).rejects.toMatchObject({ status: 422 });
    expect(faceSizeOf(unplaced)).toBeNull();
  });
});

describe('what may be saved', () => {
  const parse = (annotation: unknown) => saveAnnotationSchema.safeParse({ baseRevision: 1, annotation });
  const face = measuredFace();

  it('is one entry a landmark of its scheme', () => {
    expect(parse(face).success).toBe(true);
    expect(parse({ ...face, points: face.points.slice(1) }).error?.issues[0]).toMatchObject({
      path: ['annotation', 'points'],
      message: 'expected 68 entries, found 67',
    });
    expect(parse({ ...face, scheme: 'face-synthetics-70' }).success).toBe(false);
    expect(parse({ ...face, visibility: ['visible'] }).success).toBe(false);
  });

  it('is numbers', () => {
    for (const value of [Number.NaN, Infinity, '5', null, 1e9]) {
      expect(parse({ ...face, points: [[value, 1], ...face.points.slice(1)] }).success).toBe(false);
    }
  });
});
