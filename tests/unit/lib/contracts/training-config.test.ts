import { describe, expect, it } from 'vitest';
import { trainingConfigSchema } from '@/lib/contracts/training-config';

const GOOD = { model: 'mix-60-40', title: 'Mix', architecture: 'full', steps: 100, data: [{ dataset: 'faces' }] };

/** path: message of every refusal */
const refusals = (change: object) =>
  (trainingConfigSchema.safeParse({ ...GOOD, ...change }).error?.issues ?? []).map(
    ({ path, message }) => `${path.join('.')}: ${message}`,
  );

describe('a training config', () => {
  it('that is good passes, with the defaults filled in', () => {
    expect(refusals({})).toEqual([]);
    expect(trainingConfigSchema.parse(GOOD)).toMatchObject({ seed: 1, batch: 16, data: [{ repeat: 1, share: null }] });
  });

  it('names every setting that is wrong, with what was expected and what was found', () => {
    expect(
      refusals({
        model: 'Größe 60',
        title: '',
        architecture: 'huge',
        seed: 1.5,
        data: [{ dataset: '', splits: ['dev'], repeat: -1, validation: { share: 0 } }],
        loss: { kind: 'wing', width: 0 },
        steps: Number.NaN,
        learningRate: 'fast',
      }),
    ).toEqual([
      'model: expected a name of 1–64 small letters, digits, dots, dashes and underscores, a letter or digit first, found "Größe 60"',
      'title: expected a title, found nothing',
      'architecture: expected full or shallow, found "huge"',
      'seed: expected a whole number 0–4294967295, found 1.5',
      'data.0.dataset: expected the name of a dataset, found nothing',
      'data.0.splits.0: expected train, val or test, found "dev"',
      'data.0.repeat: expected a number 0–1000, found -1',
      'data.0.validation.share: expected a share above 0 and up to 1, found 0',
      'loss.width: expected a number above 0, found 0',
      'loss.curvature: expected a number above 0, found nothing',
      'steps: expected a whole number from 1 on, found no number',
      'learningRate: expected a number above 0 and up to 1, found "fast"',
    ]);
  });

  it('has as many images a step as its workers can share', () => {
    expect(refusals({ batch: 5 })).toEqual([
      'batch: expected at least 2 images for each of 2 workers and none left over, found 5',
    ]);
    expect(refusals({ batch: 6, workers: 3 })).toEqual([]);
  });

  it('has a share for every set or for none', () => {
    const data = (...shares: (number | null)[]) => ({
      data: shares.map((share, i) => ({ dataset: `set ${i}`, share })),
    });
    expect(refusals(data(0.6, 0.4))).toEqual([]);
    expect(refusals(data(1 / 3, 1 / 3, 1 / 3))).toEqual([]);
    expect(refusals(data(0.6, 0.3))).toEqual([
      'data: expected a share for every set, adding up to 1, found 0.9 in all',
    ]);
    expect(refusals(data(1, null))).toEqual(['data: expected a share for every set, adding up to 1, found 1 in all']);
  });
});
