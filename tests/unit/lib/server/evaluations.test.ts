import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { EvaluationSplit } from '@/lib/contracts/evaluation';
import { type WordColumn, wordCounts } from '@/lib/evaluation/cross-filter';
import { parseRunFile } from '@/lib/evaluation/run-file';
import type { Annotation, Visibility } from '@/lib/landmarks/annotation';
import { imagePoint } from '@/lib/landmarks/geometry';
import { saveAnnotation } from '@/lib/server/annotations';
import { database } from '@/lib/server/database';
import { deleteDataset, getDataset } from '@/lib/server/datasets';
import { evaluationRunFile, liveTotals } from '@/lib/server/evaluation-current';
import { removeResults } from '@/lib/server/evaluation-files';
import { evaluationErrors, evaluationImages, evaluationImagesById } from '@/lib/server/evaluation-results';
import {
  createEvaluation,
  deleteEvaluation,
  getEvaluation,
  listEvaluations,
  samplesToPredict,
} from '@/lib/server/evaluations';
import { storePredictions } from '@/lib/server/predictions';
import { measuredFace, movedInCrop } from '@/tests/fixtures/faces/measured-face';
import { predictionOff, storeFaces, storeModel } from '@/tests/fixtures/faces/stored-face';
import { freshWorkbench } from './workbench';

/** What happens just before a run pins the labels it has read. */
let beforePinning = async () => {};
vi.mock('@/lib/server/label-versions', async (original) => {
  const actual = await original<typeof import('@/lib/server/label-versions')>();
  const pinLabels: typeof actual.pinLabels = async (datasetId) => {
    await beforePinning();
    return actual.pinLabels(datasetId);
  };
  return { ...actual, pinLabels };
});

freshWorkbench();

const request = (dataset: string, split: EvaluationSplit = 'val') =>
  ({ model: 'fake', dataset, split, crop: 'ground-truth' }) as const;
const predict = (...items: ReturnType<typeof predictionOff>[]) =>
  storePredictions({ model: 'fake', crop: 'ground-truth', items });

/** The measured face with landmark 30 a px further right: another label, hardly another error. */
const nudged = (): Annotation => {
  const face = measuredFace();
  return { ...face, points: face.points.map(([x, y], i) => imagePoint(i === 30 ? x + 1 : x, y)) };
};
const missingAt = (...indices: number[]): Annotation => ({
  ...measuredFace(),
  visibility: measuredFace().points.map((_, i): Visibility => (indices.includes(i) ? 'missing' : 'visible')),
});

beforeAll(() => storeModel('fake'));

describe('a run', () => {
  beforeAll(async () => {
    await storeFaces('scored', [
      { id: 'c4', yawRad: 0.1 },
      { id: 'a8', yawRad: -1.2 },
      { id: 'b20' },
      { id: 'no-labels', annotation: null },
      { id: 'no-eyes', annotation: missingAt(36, 45) },
      { id: 'no-landmarks', annotation: missingAt(...measuredFace().points.keys()) },
      { id: 't', split: 'train' },
    ]);
    await predict(
      predictionOff('c4', 4),
      predictionOff('a8', 8),
      predictionOff('b20', 18),
      predictionOff('no-eyes', 1),
    );
  });

  it('scores the labelled faces of its split and counts the others', async () => {
    const { report, ...run } = await createEvaluation(request('scored'));
    expect(run).toMatchObject({ modelId: 'fake', modelTitle: 'Model fake', datasetName: 'scored', split: 'val' });
    expect(report.images).toBe(3);
    expect(report.me).toBeCloseTo(10, 9);
    expect(report.std).toBeCloseTo(Math.sqrt((36 + 4 + 64) / 3), 9);
    expect(report.median).toBeCloseTo(8, 9);
    expect([report.sr20, report.sr10]).toEqual([1, 2 / 3]);
    expect(report.yaw?.bins.map(({ images }) => images)).toEqual([1, 1]);
    expect(report.card).toMatchObject({
      images: 3,
      withoutLabels: 3, // none at all, no eye corners, nothing placed
      meanShapeSource: 'train split',
      dataset: 'scored',
      modelSha256: '0'.repeat(64),
    });
    expect(report.meanShape.me).toBeCloseTo(0, 9);
  });

  it('gives the same report when it is worked out again', async () => {
    const [first, second] = [await createEvaluation(request('scored')), await createEvaluation(request('scored'))];
    expect(second.id).not.toBe(first.id);
    expect(second.report).toEqual(first.report);
    expect((await getEvaluation(first.id))?.report).toEqual(first.report);
  });

  it('twice at the same time pins one label version', async () => {
    await saveAnnotation('t', { baseRevision: 1, annotation: nudged(), author: 'anna' });
    const runs = await Promise.all([createEvaluation(request('scored')), createEvaluation(request('scored'))]);
    expect(new Set(runs.map(({ report }) => report.card.labelVersion)).size).toBe(1);
  });

  it('keeps every image, worst first, by page', async () => {
    const { id } = await createEvaluation(request('scored'));
    const first = await evaluationImages(id, { limit: 2 });
    const second = await evaluationImages(id, { limit: 2, cursor: first.nextCursor ?? '' });
    expect([...first.items, ...second.items].map(({ name }) => name)).toEqual(['b20', 'a8', 'c4']);
    expect(second.nextCursor).toBeNull();
    expect(first.items[0]).toMatchObject({ error: expect.closeTo(18, 9), stale: false });
    expect(first.items[0].prediction).toHaveLength(136);
    expect((await evaluationErrors(id)).map(({ sampleId }) => sampleId)).toEqual(['b20', 'a8', 'c4']);
    const row = await database().evaluationResult.findFirstOrThrow({ where: { evaluationId: id, sampleId: 'c4' } });
    expect(JSON.parse(row.pointErrors)).toHaveLength(68);
  });

  it.each(['x', 'x:y', ':y', '5', 'NaN:a'])('refuses the cursor %s', async (cursor) => {
    const { id } = await createEvaluation(request('scored'));
    await expect(evaluationImages(id, { cursor })).rejects.toMatchObject({ status: 400 });
  });

  it('pages through equal errors without losing one', async () => {
    await storeFaces(
      'equal',
      ['e1', 'e2', 'e3', 'e4', 'e5'].map((id) => ({ id })),
    );
    await predict(...['e1', 'e2', 'e3', 'e4', 'e5'].map((id) => predictionOff(id, 6)));
    const { id } = await createEvaluation(request('equal'));
    const names: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await evaluationImages(id, { limit: 2, cursor });
      names.push(...page.items.map(({ name }) => name));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(names).toEqual(['e1', 'e2', 'e3', 'e4', 'e5']);
  });

  it('asks for labelled faces', async () => {
    await storeFaces('blank', [{ id: 'nothing', annotation: null }]);
    await expect(createEvaluation(request('blank'))).rejects.toMatchObject({
      status: 422,
      message: 'evaluation: blank, split val: expected labelled faces, found none',
    });
    await expect(createEvaluation(request('nowhere'))).rejects.toMatchObject({ status: 404 });
    await expect(createEvaluation({ ...request('blank'), model: 'nobody' })).rejects.toMatchObject({ status: 404 });
  });

  it('without train split or card takes its own faces for the mean shape, and says so', async () => {
    const { report } = await createEvaluation(request('equal'));
    expect(report.card.meanShapeSource).toBe('in-sample');
  });
});

describe('predictions that are not there', () => {
  beforeAll(async () => {
    await storeFaces('partly', [{ id: 'p1' }, { id: 'p2' }, { id: 'p3' }, { id: 'other', split: 'test' }]);
    await predict(predictionOff('p2', 5));
  });

  it('are named', async () => {
    await expect(createEvaluation(request('partly'))).rejects.toMatchObject({
      status: 409,
      details: { missing: ['p1', 'p3'] },
    });
    expect(await samplesToPredict(request('partly', 'all'))).toEqual(['other', 'p1', 'p3']);
  });

  it('include those cropped around older labels, until they are made again', async () => {
    await predict(predictionOff('p1', 3), predictionOff('p3', 7));
    expect((await createEvaluation(request('partly'))).report.me).toBeCloseTo(5, 9);
    await saveAnnotation('p3', { baseRevision: 1, annotation: measuredFace(), author: 'anna' });
    expect(await samplesToPredict(request('partly'))).toEqual(['p3']);
    await expect(createEvaluation(request('partly'))).rejects.toMatchObject({ details: { missing: ['p3'] } });
    // a detector's crop does not know the labels
    await storePredictions({
      model: 'fake',
      crop: 'detector',
      items: [predictionOff('p1', 1), predictionOff('p2', 1), predictionOff('p3', 1, 0)],
    });
    expect(await samplesToPredict({ ...request('partly'), crop: 'detector' })).toEqual([]);
    await predict(predictionOff('p3', 13, 2));
    expect((await createEvaluation(request('partly'))).report.me).toBeCloseTo(7, 9);
  });
});

describe('label versions', () => {
  beforeAll(async () => {
    await storeFaces('pinned', [{ id: 'v1' }, { id: 'v2' }]);
    await predict(predictionOff('v1', 2), predictionOff('v2', 4));
  });

  it('are reused until a label changes, in this dataset', async () => {
    const first = await createEvaluation(request('pinned'));
    await saveAnnotation('p1', { baseRevision: 1, annotation: nudged(), author: 'anna' }); // another set
    const second = await createEvaluation(request('pinned'));
    expect(second.report.card.labelVersion).toBe(first.report.card.labelVersion);
    await saveAnnotation('v1', { baseRevision: 1, annotation: nudged(), author: 'anna' });
    await predict(predictionOff('v1', 2, 2));
    const third = await createEvaluation(request('pinned'));
    expect(third.report.card.labelVersion).not.toBe(first.report.card.labelVersion);
    // what was scored stays as it was, and says that the labels have moved on
    const { items } = await evaluationImages(first.id);
    expect(items.map(({ name, stale }) => [name, stale])).toEqual([
      ['v2', false],
      ['v1', true],
    ]);
    expect((await getEvaluation(first.id))?.report).toEqual(first.report);
  });

  it('hold just the labels that were scored, though somebody saves between reading and pinning', async () => {
    const detector = { ...request('pinned'), crop: 'detector' } as const;
    await storePredictions({
      model: 'fake',
      crop: 'detector',
      items: [predictionOff('v1', 2), predictionOff('v2', 4)],
    });
    beforePinning = async () => {
      beforePinning = async () => {};
      await saveAnnotation('v2', { baseRevision: 1, annotation: nudged(), author: 'bert' });
    };
    const { id } = await createEvaluation(detector);
    const run = await database().evaluation.findUniqueOrThrow({
      where: { id },
      include: { labelVersion: true, results: true },
    });
    const revisions = Object.fromEntries(run.results.map(({ sampleId, revision }) => [sampleId, revision]));
    expect(revisions).toEqual({ v1: 2, v2: 2 });
    const newest = await database().annotationVersion.findFirstOrThrow({ orderBy: { sequence: 'desc' } });
    expect(run.labelVersion.sequence).toBe(newest.sequence);
  });
});

describe('what is scored', () => {
  beforeAll(async () => {
    await storeFaces('chosen', [{ id: 's1' }, { id: 's2', split: 'test' }, { id: 's3' }, { id: 's4' }]);
    await predict(...[3, 5, 7, 9].map((error, i) => predictionOff(`s${i + 1}`, error)));
  });

  it('may be hand-picked samples, which the card names', async () => {
    const selection = { kind: 'samples', name: 'the two I doubt', ids: ['s2', 's4', 'c4'] } as const;
    const run = await createEvaluation({ ...request('chosen', 'all'), selection });
    expect(run.report.me).toBeCloseTo(7, 9);
    expect(run.report.card).toMatchObject({ images: 2, split: 'all', selection: 'the two I doubt' });
    expect((await getEvaluation(run.id))?.selection).toEqual(selection);
  });

  it('may be what matches a filter, at the time', async () => {
    const selection = { kind: 'filter', name: 'bad ones', query: 'model=fake&minError=6' } as const;
    const { id, report } = await createEvaluation({ ...request('chosen', 'all'), selection });
    expect(report.images).toBe(2);
    expect(report.card.selection).toBe('filter bad ones (model=fake&minError=6)');
    // scored again, the filter's images are the same, though others may match it by now
    await predict(predictionOff('s1', 30), predictionOff('s3', 2));
    const again = { kind: 'run', name: 'bad ones', run: id } as const;
    expect((await createEvaluation({ ...request('chosen', 'all'), selection: again })).report.me).toBeCloseTo(5.5, 9);
    await predict(predictionOff('s1', 3), predictionOff('s3', 7));
    const ofSplit = await createEvaluation({ ...request('chosen', 'test'), selection: { ...selection, query: 'q=s' } });
    expect(ofSplit.report.images).toBe(1);
  });

  it('is told apart by split and by tag as it was then', async () => {
    await database().sampleTag.createMany({
      data: [
        { sampleId: 's1', tag: 'glasses' },
        { sampleId: 's4', tag: 'glasses' },
      ],
    });
    const { report } = await createEvaluation(request('chosen', 'all'));
    const groups = (list: readonly { value: string; images: number; me: number }[] = []) =>
      list.map(({ value, images, me }) => [value, images, Math.round(1e6 * me) / 1e6]);
    expect(groups(report.groups?.split)).toEqual([
      ['test', 1, 5],
      ['val', 3, 6.333333],
    ]);
    expect(groups(report.groups?.tag)).toEqual([['glasses', 2, 6]]);
    expect(groups(report.groups?.kind)).toEqual([['real', 4, 6]]);
    expect(report.intervals?.me[0]).toBeLessThan(6);
    // the list says the totals, and leaves what only the run's page shows
    expect((await listEvaluations())[0].report).toMatchObject({ me: report.me, landmarks: null, groups: null });
  });

  it('with a detector counts the faces it has not found as failures', async () => {
    const detector = { ...request('chosen', 'all'), crop: 'detector' } as const;
    const notFound = (id: string) => ({ ...predictionOff(id, 0), landmarks: [] });
    await storePredictions({
      model: 'fake',
      crop: 'detector',
      items: [predictionOff('s1', 4), predictionOff('s3', 8), notFound('s2')],
    });
    await expect(createEvaluation(detector)).rejects.toMatchObject({ details: { missing: ['s4'] } });
    await storePredictions({ model: 'fake', crop: 'detector', items: [notFound('s4')] });
    const { report } = await createEvaluation(detector);
    expect(report.me).toBeCloseTo(6, 9);
    expect([report.sr20, report.sr10]).toEqual([0.5, 0.5]);
    expect(report.card).toMatchObject({ cropSource: 'detector', images: 2, withoutFace: 2 });
    // s1 and s3 answered, s2 and s4 not, wherever they are looked for
    expect(report.groups?.kind).toMatchObject([{ images: 2, sr20: 0.5 }]);
    // of a ground-truth crop every face can be predicted: what lacks is no failure of the model
    await storeFaces('never-run', [{ id: 'n1' }]);
    await expect(createEvaluation({ ...request('never-run'), withoutFace: 'count' })).rejects.toMatchObject({
      status: 409,
    });
  });
});

describe('a run after labels and predictions have moved on', () => {
  it('still shows the labels and the prediction that were scored', async () => {
    await storeFaces('moving', [{ id: 'm1' }]);
    await predict(predictionOff('m1', 6));
    const { id } = await createEvaluation(request('moving'));
    const [before] = (await evaluationImages(id)).items;
    await saveAnnotation('m1', { baseRevision: 1, annotation: nudged(), author: 'anna' });
    await predict(predictionOff('m1', 2, 2));
    const [after] = await evaluationImagesById(id, ['m1']);
    expect(after).toEqual({ ...before, stale: true, view: after.view });
    const [, second] = await Promise.all([createEvaluation(request('moving')), createEvaluation(request('moving'))]);
    expect((await evaluationImagesById(second.id, ['m1']))[0].prediction).not.toEqual(before.prediction);
  });

  it('says what its mean error would be now', async () => {
    await storeFaces('mended', [{ id: 'x1' }, { id: 'x2' }]);
    await predict(predictionOff('x1', 6), predictionOff('x2', 2));
    const { id } = await createEvaluation(request('mended'));
    expect(await liveTotals(id)).toMatchObject({ images: 2, me: expect.closeTo(4, 9), edited: [] });
    const moved = { ...measuredFace(), points: movedInCrop(measuredFace(), 5, 0) };
    await saveAnnotation('x1', { baseRevision: 1, annotation: moved, author: 'anna' });
    expect((await liveTotals(id)).edited).toEqual([
      { sampleId: 'x1', scored: expect.closeTo(6, 9), now: expect.closeTo(1, 9) },
    ]);
    const file = parseRunFile(await evaluationRunFile(id));
    expect(file.columns.ids).toEqual(['x1', 'x2']);
    expect(wordCounts(file.words.labels as WordColumn, Uint32Array.of(0, 1))).toEqual([
      { word: 'as scored', count: 1 },
      { word: 'edited since', count: 1 },
    ]);
  });
});

describe('a run from before columns were kept', () => {
  it('is read from its rows', async () => {
    await storeFaces('old', [{ id: 'o1' }, { id: 'o2' }]);
    await predict(predictionOff('o1', 6), predictionOff('o2', 2));
    const { id } = await createEvaluation(request('old'));
    await removeResults(id);
    const { columns } = parseRunFile(await evaluationRunFile(id));
    expect([...columns.model.error]).toEqual([6, 2].map((error) => expect.closeTo(error, 9)));
    expect(columns.model.regions[0]).toBeCloseTo(6, 3);
    expect(columns.baseline.error[0]).toBeNaN();
    expect((await evaluationImages(id)).items[0].prediction).toHaveLength(136);
  });
});

describe('deleting', () => {
  beforeAll(async () => {
    await storeFaces('doomed', [{ id: 'd1' }, { id: 'd2' }]);
    await predict(predictionOff('d1', 2), predictionOff('d2', 4));
  });

  it('a run leaves labels and predictions', async () => {
    const { id } = await createEvaluation(request('doomed'));
    expect((await getDataset('doomed'))?.lastEvaluation?.id).toBe(id);
    await deleteEvaluation(id);
    expect(await getEvaluation(id)).toBeNull();
    expect(await database().evaluationResult.count({ where: { evaluationId: id } })).toBe(0);
    expect(await database().prediction.count({ where: { datasetId: 'doomed' } })).toBe(2);
    await expect(deleteEvaluation(id)).rejects.toMatchObject({ status: 404 });
    await expect(evaluationImages(id)).rejects.toMatchObject({ status: 404 });
  });

  it('a dataset takes its samples, labels, predictions and runs with it, and nobody else’s', async () => {
    const { id } = await createEvaluation(request('doomed'));
    const others = await database().sample.count({ where: { datasetId: { not: 'doomed' } } });
    await deleteDataset('doomed');
    const db = database();
    expect(await getEvaluation(id)).toBeNull();
    expect(await db.sample.count()).toBe(others);
    expect(await db.prediction.count({ where: { sampleId: { in: ['d1', 'd2'] } } })).toBe(0);
    expect(await db.annotationVersion.count({ where: { sampleId: { in: ['d1', 'd2'] } } })).toBe(0);
    expect(await db.evaluationResult.count({ where: { evaluationId: id } })).toBe(0);
    expect(await db.labelVersion.count({ where: { datasetId: 'doomed' } })).toBe(0);
    expect((await listEvaluations()).map(({ datasetId }) => datasetId)).not.toContain('doomed');
    await expect(deleteDataset('doomed')).rejects.toMatchObject({ status: 404 });
  });
});
