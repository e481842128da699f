import { beforeAll, describe, expect, it } from 'vitest';
import { formatPredictions } from '@/lib/evaluation/prediction-file';
import { saveAnnotation } from '@/lib/server/annotations';
import { createEvaluation } from '@/lib/server/evaluations';
import { exportPredictions, importPredictions } from '@/lib/server/external-predictions';
import { readModelFile, requireModel } from '@/lib/server/models';
import { storePredictions } from '@/lib/server/predictions';
import { measuredFace, movedInCrop } from '@/tests/fixtures/faces/measured-face';
import { predictionOff, storeFaces, storeModel } from '@/tests/fixtures/faces/stored-face';
import { freshWorkbench } from './workbench';

freshWorkbench();

const row = (sample: string, error: number) => ({
  sample,
  landmarks: movedInCrop(measuredFace(), error, 0).map(([x, y]): [number, number] => [x, y]),
  confidence: 0.75,
  durationMs: 12,
});
const bring = (rows: readonly ReturnType<typeof row>[], changes = {}) =>
  importPredictions({
    id: 'other-tool',
    title: 'Other tool',
    dataset: 'faces',
    file: 'answers.json',
    text: formatPredictions(rows, 'json'),
    ...changes,
  });

beforeAll(async () => {
  await storeFaces('faces', [{ id: 'a' }, { id: 'b' }, { id: 'c' }, { id: 'unlabelled', annotation: null }]);
});

describe('predictions from a file', () => {
  it('become a model of their own, matched by key, name or file name', async () => {
    const result = await bring([row('a.png', 4), row('b', 8), row('deep/folder/c.jpg', 18), row('nobody.png', 1)]);
    expect(result).toMatchObject({
      dataset: 'faces',
      stored: 3,
      unknown: { count: 1, first: ['nobody.png'] },
      without: 0,
      model: { id: 'other-tool', title: 'Other tool', origin: 'predictions' },
    });
  });

  it('take no face that another row of the file names better', async () => {
    await storeFaces('pair', [{ id: 'p' }, { id: 'q' }]);
    const { stored, unknown } = await bring([row('train/p.png', 30), row('p.png', 4), row('q', 8)], {
      id: 'paired',
      dataset: 'pair',
    });
    expect([stored, unknown.first]).toEqual([2, ['train/p.png']]);
    const { report } = await createEvaluation({ model: 'paired', dataset: 'pair', split: 'all', crop: 'ground-truth' });
    expect(report.me).toBeCloseTo(6, 6);
  });

  it('are scored as any other model, and say that the crop was their own', async () => {
    const { report } = await createEvaluation({ model: 'other-tool', dataset: 'faces', split: 'val' });
    expect(report.me).toBeCloseTo(10, 9);
    expect(report.card).toMatchObject({ cropSource: 'external', images: 3, withoutLabels: 1, withoutFace: 0 });
    // a crop that was asked for is not theirs
    const again = await createEvaluation({ model: 'other-tool', dataset: 'faces', split: 'val', crop: 'detector' });
    expect(again.report.me).toBeCloseTo(10, 9);
  });

  it('stay what they are when labels are corrected: no crop of ours has moved', async () => {
    await saveAnnotation('a', { baseRevision: 1, annotation: measuredFace(), author: 'anna' });
    const { report } = await createEvaluation({ model: 'other-tool', dataset: 'faces', split: 'val' });
    expect(report.me).toBeCloseTo(10, 9);
  });

  it('that lack a face are refused, or counted as failures', async () => {
    await bring([row('a', 4), row('b', 8)], { id: 'two-of-three', title: 'Two of three' });
    const request = { model: 'two-of-three', dataset: 'faces', split: 'val' } as const;
    await expect(createEvaluation(request)).rejects.toMatchObject({
      status: 409,
      details: { missing: ['c'], canFail: true },
      message: expect.stringContaining('its file has none for them'),
    });
    const { report } = await createEvaluation({ ...request, withoutFace: 'count' });
    expect(report.me).toBeCloseTo(6, 9);
    expect(report.sr20).toBeCloseTo(2 / 3, 9);
    expect(report.card).toMatchObject({ images: 2, withoutFace: 1 });
  });

  it('cannot be run here, and say so', async () => {
    await expect(readModelFile('other-tool', 'weights.bin')).rejects.toMatchObject({
      status: 409,
      message: 'model other-tool: its predictions came from a file; there are no weights to run',
    });
    expect((await requireModel('other-tool')).card.architecture).toBe('external');
  });

  it('go out as they came in, and come in again', async () => {
    const out = await exportPredictions('other-tool', { dataset: 'faces', crop: 'ground-truth' });
    expect(out.map(({ sample }) => sample)).toEqual(['a.png', 'b.png', 'c.png']);
    expect(out[1].landmarks).toEqual(row('b', 8).landmarks);
    const result = await bring([], { id: 'copy', title: 'Copy', file: 'x.csv', text: formatPredictions(out, 'csv') });
    expect(result.stored).toBe(3);
    const { report } = await createEvaluation({ model: 'copy', dataset: 'faces', split: 'val' });
    expect(report.me).toBeCloseTo(10, 9);
  });

  it('are those of our own models too, where somebody wants them elsewhere', async () => {
    await storeModel('ours');
    await storePredictions({ model: 'ours', crop: 'ground-truth', items: [predictionOff('b', 3)] });
    const rows = await exportPredictions('ours', { dataset: 'faces', crop: 'ground-truth' });
    expect(rows).toMatchObject([{ sample: 'b.png', confidence: 0.5, durationMs: 4 }]);
    await expect(bring([row('a', 1)], { id: 'ours', title: 'Ours' })).rejects.toMatchObject({ status: 409 });
  });

  it.each([
    ['a face twice', [row('a', 1), row('a.png', 2)], 'expected each face once, found a.png twice'],
    ['no face of the set', [row('x', 1)], 'expected faces of faces, found none of them; the first is x'],
  ])('are refused with %s', async (_, rows, message) => {
    await expect(bring(rows)).rejects.toMatchObject({ status: 422, message: `predictions: answers.json: ${message}` });
  });

  it('are refused when the file is broken', async () => {
    await expect(bring([], { text: '{' })).rejects.toMatchObject({ status: 422 });
  });
});
