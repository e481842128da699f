import { describe, expect, it } from 'vitest';
import { createRandom } from '@/lib/random';
import { checkFaceParameters } from '@/lib/synthesis/check-parameters';
import { reviveFaceParameters } from '@/lib/synthesis/revive-parameters';
import { sampleFaceParameters } from '@/lib/synthesis/sample-parameters';

const kept = () =>
  JSON.parse(JSON.stringify(sampleFaceParameters(createRandom(9)))) as Record<string, Record<string, unknown>>;

describe('kept parameters', () => {
  it('come back as they were', () => {
    expect(reviveFaceParameters(kept())).toEqual(sampleFaceParameters(createRandom(9)));
  });

  it('of an older generator are completed, always in the same way', () => {
    const old = kept();
    delete old.occluder;
    delete old.lens.tint;
    old.hair.style = 'mohawk';
    old.camera.yawDeg = 200;
    old.wings = { span: 1 };
    const revived = reviveFaceParameters(old);
    expect(() => checkFaceParameters(revived)).not.toThrow();
    expect(revived?.lens.blur).toBe(kept().lens.blur);
    expect(revived?.hair.curl).toBe(kept().hair.curl);
    expect(revived).not.toHaveProperty('wings');
    expect(reviveFaceParameters(old)).toEqual(revived);
  });

  it('of somebody else are none', () => {
    for (const other of [null, 'x', [], {}, { camera: { yawDeg: 3 } }]) expect(reviveFaceParameters(other)).toBeNull();
  });
});
