import { describe, expect, it } from 'vitest';
import { adviceFor } from '@/components/training/advice';
import { describeTraining } from '@/components/training/describe';
import { measureOf, setsOf, validationPoints } from '@/components/training/measures';
import { comparedHref, parseComparedView } from '@/components/training/runs-query';
import { type TrainingCurves, trainingConfigSchema } from '@/lib/contracts/training-config';

const config = (change: object) =>
  trainingConfigSchema.parse({
    model: 'm',
    title: 'M',
    architecture: 'full',
    steps: 6000,
    data: [{ dataset: 'faces' }],
    ...change,
  });

describe('a run in a sentence', () => {
  it('names network, mix, loss, length and seed', () => {
    const data = [
      { dataset: 'face-synthetics', share: 0.6 },
      { dataset: '300w', share: 0.4 },
      { dataset: 'menpo', share: 0, validation: { share: 1 } },
    ];
    expect(describeTraining(config({ data, images: 3000, loss: { kind: 'wing', width: 5, curvature: 0.5 } }))).toBe(
      'FULL on 60 % of face-synthetics and 40 % of 300w, 3,000 images, wing loss 5 / 0.5, 6,000 steps, seed 1',
    );
    expect(
      describeTraining(
        config({
          architecture: 'shallow',
          data: [{ dataset: 'a', repeat: 3 }, { dataset: 'b' }, { dataset: 'c' }],
          loss: { kind: 'mse' },
          steps: 1,
          startFrom: 'facemesh-68',
          teacher: { model: 'facemesh-68', share: 0.5 },
        }),
      ),
    ).toBe('SHALLOW on 3 × a, b and c, MSE loss, 1 step, seed 1, from facemesh-68, taught by facemesh-68');
  });
});

describe('what to do about a failed run', () => {
  it.each([
    ['training: /w/checkpoint.bin: expected to write a checkpoint, found ENOSPC: no space left on device', /Make room/],
    ['its process was ended by SIGKILL', /run out of memory/],
    ['training: checkpoint: training images: expected 5, found 7', /Start over to train on them as they are/],
    ['training: checkpoint: seed: expected 7, found 1', /other settings/],
    ['training: step 12: expected finite numbers, found a loss of NaN; the last checkpoint is kept', /diverged/],
    ['training: faces, split test: expected labelled images, found none', /Label or import/],
    ['dataset faces: not found', /deleted or has another name/],
    ['training: faces: a.png: expected an image, found a torn file', /Delete this sample/],
    [
      'training: 2 of 9 images of faces, split val, are images that m was trained on (2 near copies): a, b; mend the splits, or allow the overlap: then these are not measured',
      /another split in the gallery/,
    ],
    ['something nobody foresaw', /Resume goes on from the last checkpoint/],
  ])('%s', (message, advice) => {
    expect(adviceFor(message).text).toMatch(advice);
  });

  it('is a new beginning only where the checkpoint is of no use', () => {
    expect(adviceFor('training: checkpoint: seed: expected 7, found 1').needsNewStart).toBe(true);
    expect(adviceFor('its process was ended by SIGKILL').needsNewStart).toBeUndefined();
  });
});

describe('compared runs', () => {
  it('stand in the address and are read back', () => {
    const view = { runs: ['a', 'b.2'], measure: measureOf('nme'), set: '300w, test', along: 'images' } as const;
    const href = comparedHref(view);
    expect(href).toBe('/training?runs=a,b.2&measure=nme&set=300w%2C+test&along=images'.replace('%2C', ','));
    expect(parseComparedView(new URLSearchParams(href.split('?')[1]))).toEqual(view);
  });

  it('are none where the address says nothing, or nonsense', () => {
    const view = parseComparedView(new URLSearchParams('runs=,a,,a&measure=beauty&along=time'));
    expect(view).toEqual({ runs: ['a'], measure: measureOf('me'), set: null, along: 'steps' });
    expect(comparedHref({ ...view, runs: [] })).toBe('/training');
  });

  it('have a point where their set was measured', () => {
    const result = { images: 2, loss: 3, me: 4, std: 1, sr20: 0.5, sr10: 0.25, nmeInterOcular: 9, meanShapeMe: 5 };
    const curves: TrainingCurves = {
      training: [],
      validation: [
        { step: 10, sets: { b: result, a: { ...result, sr10: 0.75 } } },
        { step: 20, sets: { b: { ...result, me: 3.5 } } },
      ],
    };
    expect(setsOf(curves)).toEqual(['a', 'b']);
    expect(validationPoints(curves, 'a', measureOf('sr10'))).toEqual([{ x: 10, y: 0.75 }]);
    expect(validationPoints(curves, 'b', measureOf('me'))).toEqual([
      { x: 10, y: 4 },
      { x: 20, y: 3.5 },
    ]);
  });
});
