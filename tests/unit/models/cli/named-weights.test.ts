import { beforeAll, describe, expect, it } from 'vitest';
import type { ModelCard } from '@/lib/contracts/model-card';
import { trainingConfigSchema } from '@/lib/contracts/training-config';
import { createRandom } from '@/lib/random';
import { registerModel } from '@/lib/server/models';
import { namedWeights } from '@/models/cli/named-weights';
import { FACEMESH_CONFIGS } from '@/models/facemesh/config';
import { modelFolder } from '@/models/facemesh/model-folder';
import { PIXEL_RANGE } from '@/models/training/replica';
import { freshWorkbench } from '../../lib/server/workbench';
import { randomWeights } from '../facemesh/random-weights';
import { sampleCard } from '../facemesh/sample-card';

freshWorkbench();

const weights = randomWeights(FACEMESH_CONFIGS.shallow, createRandom(3));
const INPUT: ModelCard['input'] = {
  size: 192,
  crop: { shape: 'square', margin: 1.4 },
  antialias: true,
  padding: 'zero',
  ...PIXEL_RANGE,
};
const OUTPUT: ModelCard['output'] = { layout: 'planar', scale: 1, offset: 0, depth: true, confidence: true };

beforeAll(async () => {
  const add = async (id: string, input: ModelCard['input'], output = OUTPUT) =>
    registerModel(await modelFolder({ card: sampleCard({ id, input, output }), weights }), 'imported');
  await add('fits', INPUT);
  await add('wide', { ...INPUT, crop: { shape: 'square', margin: 1.8 } });
  await add('raw', { ...INPUT, scale: 1, offset: 0 });
  await add('woven', INPUT, { ...OUTPUT, layout: 'interleaved' });
});

const read = (change: object) =>
  namedWeights(
    trainingConfigSchema.parse({
      model: 'm',
      title: 'M',
      architecture: 'shallow',
      steps: 1,
      data: [{ dataset: 'd' }],
      ...change,
    }),
  );

describe('the models a run names', () => {
  it('bring their weights, and what they were trained on once', async () => {
    expect(await read({})).toEqual({ startFrom: undefined, teacher: undefined, parents: [] });
    const { startFrom, teacher, parents } = await read({ startFrom: 'fits', teacher: { model: 'fits', share: 0.5 } });
    expect(startFrom?.get([...weights.keys()][0])?.values).toEqual([...weights.values()][0].values);
    expect(teacher).toBe(startFrom);
    expect(parents).toEqual([null]); // its card does not say
  });

  it.each([
    ['wide', 'square crops of 1.4 × the face'],
    ['raw', 'pixels in −1 to 1'],
    ['woven', 'answers in crop px'],
  ])('are refused when they see or say something else: %s', async (id, expected) => {
    await expect(read({ startFrom: id })).rejects.toThrow(
      `training: startFrom: expected a model with ${expected}, found ${id}`,
    );
  });

  it('are refused when nobody knows them', async () => {
    await expect(read({ teacher: { model: 'nobody', share: 1 } })).rejects.toMatchObject({ status: 404 });
  });
});
