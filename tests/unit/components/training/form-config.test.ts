import { describe, expect, it } from 'vitest';
import { modelIdOf, readForm } from '@/components/training/form-config';
import { fieldsOf, type TrainingFields, usualFields } from '@/components/training/form-fields';
import { trainingConfigSchema } from '@/lib/contracts/training-config';
import type { TrainingChoices } from '@/lib/contracts/training-run';

const CHOICES: TrainingChoices = {
  sets: [
    { id: 'd0', name: 'bare', kind: 'real', counts: {} },
    { id: 'd1', name: 'faces', kind: 'synthetic', counts: { train: 80, val: 20 } },
    { id: 'd2', name: '300w', kind: 'real', counts: { train: 3148, test: 689 } },
  ],
  models: [],
  speed: { imagesPerSecond: 96, architecture: 'full', workers: 2 },
  gpuSpeed: null,
  cores: 2,
};
const USUAL = usualFields(CHOICES);

const read = (change: Partial<TrainingFields>, taken: readonly string[] = [], choices = CHOICES) =>
  readForm({ ...USUAL, ...change }, choices, new Set(taken));

const TWO = [
  { dataset: 'faces', splits: 'train', percent: '60', repeat: '1', limit: '', validation: 'split:val' },
  { dataset: '300w', splits: 'train', percent: '40', repeat: '1', limit: '', validation: 'share:0.1' },
] as const;

describe('the training form', () => {
  it('is a run worth trying from the start, on a set that has labels', () => {
    const { config, errors, title, model, parts } = read({});
    expect([...errors]).toEqual([]);
    expect([title, model]).toEqual(['FULL on faces', 'full-on-faces']);
    expect(parts).toEqual([{ training: 80, validation: 20 }]);
    expect(config?.data).toEqual([
      { dataset: 'faces', splits: ['train'], share: 1, repeat: 1, limit: null, validation: { split: 'val' } },
    ]);
  });

  it('reads like the sentence of the report', () => {
    const { input } = read({
      sets: TWO,
      images: '3000',
      width: '5',
      curvature: '0.5',
      budget: 'epochs',
      amount: '60',
      seed: '1',
    });
    expect(input).toEqual({
      model: 'full-on-60-of-faces-and-40-of-300w',
      title: 'FULL on 60 % of faces and 40 % of 300w',
      architecture: 'full',
      seed: 1,
      images: 3000,
      data: [
        { dataset: 'faces', splits: ['train'], share: 0.6, validation: { split: 'val' } },
        { dataset: '300w', splits: ['train'], share: 0.4, validation: { share: 0.1 } },
      ],
      loss: { kind: 'wing', width: 5, curvature: 0.5 },
      steps: 11_250,
      warmupSteps: 200,
      coolDownSteps: 500,
      validateEvery: 188,
    });
  });

  it('turns epochs and minutes into steps by the measured speed', () => {
    expect(read({ budget: 'minutes', amount: '10' }).estimate).toMatchObject({
      steps: 3600, // 600 s · 96 images a second / 16
      epochs: 720,
      seconds: 600,
      isMeasured: true,
    });
    expect(read({ budget: 'steps', amount: '25' }).estimate).toMatchObject({ steps: 25, epochs: 5 });
    // SHALLOW is measured by FULL's time, and one worker has half of two cores
    const shallow = read({ architecture: 'shallow', more: { workers: '1' } }).estimate;
    expect(shallow?.imagesPerSecond).toBeCloseTo(96 / 0.645 / 2, 6);
    expect(read({}, [], { ...CHOICES, speed: null }).estimate).toMatchObject({
      imagesPerSecond: 60,
      isMeasured: false,
    });
  });

  it('names what is wrong at its field, in the words of the command line', () => {
    expect(Object.fromEntries(read({ seed: '1.5', amount: 'ten', loss: 'wing', width: '' }).errors)).toEqual({
      steps: 'expected a number above 0, found ten',
      seed: 'expected a whole number 0–4294967295, found 1.5',
      'loss.width': 'expected a number above 0, found nothing',
    });
    expect(Object.fromEntries(read({ more: { batch: '5' } }).errors)).toEqual({
      batch: 'expected at least 2 images for each of 2 workers and none left over, found 5',
    });
    expect(Object.fromEntries(read({ sets: [TWO[0], { ...TWO[1], percent: '30' }] }).errors)).toEqual({
      data: 'expected a share for every set, adding up to 1, found 0.9 in all',
    });
    const sets = [
      { ...TWO[0], validation: 'split:test' },
      { ...TWO[1], dataset: 'bare', splits: '' },
    ];
    expect(Object.fromEntries(read({ sets }).errors)).toEqual({
      'data.0.validation': 'faces: expected images in split test, found none',
      'data.1.splits': 'bare: expected labelled images, found none',
    });
    expect(read({ sets }).config).toBeNull();
  });

  it('finds a name that is free, and refuses one that is not', () => {
    expect(read({}, ['full-on-faces']).model).toBe('full-on-faces-2');
    expect(read({ model: 'mine' }, ['mine']).errors.get('model')).toBe(
      'a run or model is called mine already; choose another name',
    );
    expect(modelIdOf('Größe: 60 % (α)!')).toBe('gro-e-60');
  });

  it('brings an earlier run back, with all it has, to be changed', () => {
    const config = trainingConfigSchema.parse({
      model: 'old',
      title: 'Old',
      architecture: 'shallow',
      seed: 7,
      steps: 4000,
      warmupSteps: 200,
      images: 500,
      data: [
        { dataset: 'faces', share: 0.25, splits: ['train', 'val'], validation: null },
        { dataset: '300w', share: 0.75, limit: 400, validation: { count: 50 } },
      ],
      loss: { kind: 'mse' },
      batch: 8,
      clipNorm: 5,
      fitDepth: false,
      allowOverlap: true,
      startFrom: 'facemesh-68',
      teacher: { model: 'facemesh-68', share: 0.3 },
    });
    const fields = fieldsOf(config, USUAL);
    expect(fields.more).toEqual({ batch: '8' });
    expect(fields.kept).toEqual({ clipNorm: 5, fitDepth: false });
    const again = read(fields).config;
    expect(again).toEqual({
      ...config,
      model: 'shallow-on-25-of-faces-and-75-of-300w-mse',
      title: 'SHALLOW on 25 % of faces and 75 % of 300w, MSE',
      coolDownSteps: 200,
      validateEvery: 63,
    });
  });
});
