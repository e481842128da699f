import { describe, expect, it } from 'vitest';
import { toImage } from '@/lib/image/crop';
import { imagePoint } from '@/lib/landmarks/geometry';
import { sampleErrors } from '@/lib/metrics/point-errors';
import { parseConfig } from '@/models/training/parse-config';
import { prepareData, type ValidationFace } from '@/models/training/prepare';
import { PREDICTION_FLOATS } from '@/models/training/replica';
import { chooseSampleFaces, samplePredictions } from '@/models/training/sample-faces';
import { drawnSet, providerOf } from './drawn-faces';

const ofSets = (...names: string[]) => names.map((set, i) => ({ set, name: `face ${i}` }) as ValidationFace);

describe('the faces to watch', () => {
  it('are a few of every set, spread over it', () => {
    const faces = ofSets(...Array<string>(40).fill('many'), 'few', 'few');
    expect(chooseSampleFaces(faces, 6)).toEqual([0, 13, 26, 40, 41]);
    expect(chooseSampleFaces(faces.slice(0, 3), 6)).toEqual([0, 1, 2]);
    expect(chooseSampleFaces(ofSets('a', 'b', 'c'), 2)).toEqual([0, 1]);
    expect(chooseSampleFaces([])).toEqual([]);
  });

  it('come with ground truth and prediction in px of the crop, and the error everywhere used', async () => {
    const config = parseConfig({
      model: 'test',
      title: 'Test',
      architecture: 'full',
      steps: 1,
      data: [{ dataset: 'drawn', splits: ['train'], validation: { split: 'val' } }],
    });
    const set = drawnSet(4);
    const { validation } = await prepareData(config, providerOf(set));
    const hidden = { ...validation[1].annotation, visibility: Array(68).fill('visible').with(3, 'missing') };
    const faces = [validation[0], { ...validation[1], annotation: hidden }];
    const rows = new Float32Array(2 * PREDICTION_FLOATS);
    // every landmark of the second face at (50.26, 100.04) of its crop
    rows.fill(50.26, PREDICTION_FLOATS, PREDICTION_FLOATS + 68);
    rows.fill(100.04, PREDICTION_FLOATS + 68, PREDICTION_FLOATS + 136);
    const { step, faces: shown } = samplePredictions(7, faces, [1], rows);
    expect(step).toBe(7);
    expect(shown).toHaveLength(1);
    const [{ name, prediction, groundTruth, error }] = shown;
    expect(name).toBe('face 3');
    expect(prediction.slice(0, 4)).toEqual([50.3, 100, 50.3, 100]);
    expect(groundTruth).toHaveLength(136);
    const [x, y] = toImage(faces[1].frame, [groundTruth[0], groundTruth[1]]);
    expect(Math.hypot(x - hidden.points[0][0], y - hidden.points[0][1])).toBeLessThan(0.1);
    // what nobody has placed is out of sight
    expect(groundTruth.slice(6, 8)).toEqual([-192, -192]);
    const [px, py] = toImage(faces[1].frame, [50.26, 100.04]);
    const byHand = sampleErrors(hidden, Array(68).fill(imagePoint(px, py)), faces[1].image);
    expect(error).toBeCloseTo(byHand!.error, 4);
  });
});
