import { describe, expect, it } from 'vitest';
import { createRandom } from '@/lib/random';
import { checkFaceParameters } from '@/lib/synthesis/check-parameters';
import { sampleLike } from '@/lib/synthesis/sample-like';
import { sampleFaceParameters } from '@/lib/synthesis/sample-parameters';

describe('faces like others', () => {
  const examples = [3, 4].map((seed) => sampleFaceParameters(createRandom(seed), { camera: { yawDeg: 20 } }));

  it('are the same but for the texture where nothing may vary', () => {
    const { texture, ...rest } = sampleLike(createRandom(1), examples.slice(0, 1), 0);
    const { texture: old, ...expected } = examples[0];
    expect(rest).toEqual(expected);
    expect(texture.seed).not.toBe(old.seed);
  });

  it('stay allowed and near their example', () => {
    let distance = 0;
    for (let seed = 0; seed < 300; seed++) {
      const like = sampleLike(createRandom(seed), examples, 0.2);
      expect(() => checkFaceParameters(like)).not.toThrow();
      distance += Math.abs(like.camera.yawDeg - 20) / 300;
    }
    // standard deviation 0.2 · 0.25 · 150° = 7.5°, mean absolute value 0.8 of it
    expect(distance).toBeGreaterThan(5);
    expect(distance).toBeLessThan(7);
  });

  it('need an example', () => {
    expect(() => sampleLike(createRandom(1), [], 0.5)).toThrow('sampleLike: expected at least one face, found 0');
  });
});
