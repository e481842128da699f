import { describe, expect, it } from 'vitest';
import { createRandom } from '@/lib/random';
import { checkFaceParameters } from '@/lib/synthesis/check-parameters';
import { checkFaceLimits } from '@/lib/synthesis/face-limits';
import { PRESETS } from '@/lib/synthesis/presets';
import { sampleFaceParameters } from '@/lib/synthesis/sample-parameters';

describe('presets', () => {
  it.each(PRESETS.map(({ id, limits }) => [id, limits] as const))('%s gives allowed faces', (_, limits) => {
    expect(() => checkFaceLimits(limits)).not.toThrow();
    for (let seed = 0; seed < 40; seed++) {
      expect(() => checkFaceParameters(sampleFaceParameters(createRandom(seed), limits))).not.toThrow();
    }
  });

  it('have names of their own', () => {
    expect(new Set(PRESETS.map(({ id }) => id)).size).toBe(PRESETS.length);
    expect(new Set(PRESETS.map(({ title }) => title)).size).toBe(PRESETS.length);
  });
});
