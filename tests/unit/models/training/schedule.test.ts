import { describe, expect, it } from 'vitest';
import { parseConfig } from '@/models/training/parse-config';
import { Sampler } from '@/models/training/sampler';
import { augmentationAt, lastStep, learningRateAt, mirroredAt } from '@/models/training/schedule';

const config = parseConfig({
  model: 'test',
  title: 'Test',
  architecture: 'full',
  data: [{ dataset: 'any' }],
  steps: 1100,
  warmupSteps: 100,
  learningRate: 0.02,
  finalRate: 0.1,
  coolDownSteps: 50,
});

describe('the learning rate', () => {
  it('warms up on a straight line', () => {
    expect(learningRateAt(config, 0, null)).toBeCloseTo(0.0002, 9);
    expect(learningRateAt(config, 49, null)).toBeCloseTo(0.01, 9);
    expect(learningRateAt(config, 99, null)).toBeCloseTo(0.02, 9);
  });

  it('follows half a cosine down to its final share', () => {
    expect(learningRateAt(config, 100, null)).toBeCloseTo(0.02, 9);
    expect(learningRateAt(config, 600, null)).toBeCloseTo(0.011, 9);
    expect(learningRateAt(config, 1100, null)).toBeCloseTo(0.002, 9);
  });

  it('goes straight down from where it was when the run is asked to finish', () => {
    expect(lastStep(config, 600)).toBe(650);
    expect(learningRateAt(config, 599, 600)).toBeCloseTo(learningRateAt(config, 599, null), 12);
    expect(learningRateAt(config, 624, 600)).toBeCloseTo((0.011 + 0.002) / 2, 9);
    expect(learningRateAt(config, 649, 600)).toBeCloseTo(0.002, 9);
  });

  it('never goes on beyond the schedule', () => {
    expect(lastStep(config, 1080)).toBe(1100);
    expect(lastStep(config, null)).toBe(1100);
  });
});

describe('the strength of augmentation', () => {
  it('stays for half the run and then goes to its last value on a straight line', () => {
    const fading = { ...config, augmentation: 0.9, finalAugmentation: 0.3 };
    expect(augmentationAt(fading, 0)).toBe(0.9);
    expect(augmentationAt(fading, 550)).toBeCloseTo(0.9, 9);
    expect(augmentationAt(fading, 825)).toBeCloseTo(0.6, 9);
    expect(augmentationAt(fading, 1100)).toBeCloseTo(0.3, 9);
    expect(augmentationAt({ ...config, augmentation: 0.9 }, 1000)).toBe(0.9);
  });
});

describe('the share of mirrored crops', () => {
  it('is a half, or fades as augmentation does', () => {
    expect(mirroredAt(config, 1000)).toBe(0.5);
    const fading = { ...config, finalMirrored: 0 };
    expect(mirroredAt(fading, 500)).toBe(0.5);
    expect(mirroredAt(fading, 825)).toBeCloseTo(0.25, 9);
    expect(mirroredAt(fading, 1100)).toBe(0);
  });
});

describe('the order of faces', () => {
  const faces = [3, 3, 5, 7, 9, 9, 9, 11];

  it('shows every face of an epoch as often as the mix has it, epoch after epoch in another order', () => {
    const sampler = new Sampler(faces, 4);
    const epoch = (n: number) => faces.map((_, i) => sampler.faceAt(n * faces.length + i));
    const [first, second] = [epoch(0), epoch(1)];
    expect(first.toSorted((a, b) => a - b)).toEqual(faces);
    expect(second.toSorted((a, b) => a - b)).toEqual(faces);
    expect(first).not.toEqual(second);
  });

  it('depends on the seed and the place only', () => {
    const straight = new Sampler(faces, 4);
    for (let place = 0; place < 20; place++) straight.faceAt(place);
    expect(new Sampler(faces, 4).faceAt(20)).toBe(straight.faceAt(20));
    const order = (seed: number) => faces.map((_, i) => new Sampler(faces, seed).faceAt(i));
    expect(order(4)).not.toEqual(order(5));
  });
});
