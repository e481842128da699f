import { describe, expect, it } from 'vitest';
import { createRandom } from '@/lib/random';
import { faceGeometry } from '@/lib/synthesis/face-geometry';
import { checkFaceLimits, type FaceLimits } from '@/lib/synthesis/face-limits';
import { limitsFromLandmarks } from '@/lib/synthesis/limits-from-landmarks';
import { projectPoint } from '@/lib/synthesis/render/camera';
import { sampleFaceParameters } from '@/lib/synthesis/sample-parameters';

const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** A generated face as its labels tell it, with the pose it was given. */
function labelled(seed: number, limits: FaceLimits) {
  const parameters = sampleFaceParameters(createRandom(seed), limits);
  const { points3d, camera } = faceGeometry(parameters, 256);
  const { yawDeg, pitchDeg, rollDeg } = parameters.camera;
  return {
    points: points3d.map((point) => projectPoint(camera, point)),
    pose: { yawRad: radians(yawDeg), pitchRad: radians(pitchDeg), rollRad: radians(rollDeg) },
  };
}
/** The ends of a range. */
const ends = (limit: unknown): readonly [number, number] => limit as [number, number];

const frontal = { camera: { yawDeg: 0, pitchDeg: 0, rollDeg: 0 } } as const;

describe('limits from landmarks', () => {
  it('hold the poses of the faces, a little wider, and leave out what stands alone', () => {
    const yaws = [...Array.from({ length: 40 }, (_, i) => 10 + i / 2), -60];
    const limits = limitsFromLandmarks(
      yaws.map((yawDeg) => labelled(1, { camera: { yawDeg, pitchDeg: -5, rollDeg: 8 } })),
    );
    // 5 % at either end: from 10.5 or so to 28.5, and 4 degrees more
    const [low, high] = ends(limits.camera?.yawDeg);
    expect(low).toBeGreaterThan(5);
    expect(low).toBeLessThan(8);
    expect(high).toBeGreaterThan(31);
    expect(high).toBeLessThan(34);
    expect(limits.camera?.pitchDeg).toEqual([-9, -1]);
    expect(limits.camera?.rollDeg).toEqual([4, 12]);
    expect(() => checkFaceLimits(limits)).not.toThrow();
  });

  it('open the mouth as far as these mouths are open', () => {
    const expression = (jawOpen: number, lipsClosed: number): FaceLimits => ({
      ...frontal,
      traits: { mood: 'neutral' },
      expression: { jawOpen, lipsClosed, lipPress: 0, browRaise: 0 },
    });
    const wide = limitsFromLandmarks([4, 5, 6, 7].map((seed) => labelled(seed, expression(0.7, 0)))).expression;
    const [low, high] = ends(wide?.jawOpen);
    expect((low + high) / 2).toBeGreaterThan(0.55);
    expect((low + high) / 2).toBeLessThan(0.85);
    expect(wide?.lipsClosed).toEqual([0, 0]);
    const shut = limitsFromLandmarks([4, 5, 6, 7].map((seed) => labelled(seed, expression(0, 1)))).expression;
    expect(ends(shut?.jawOpen)[1]).toBeLessThan(0.15);
    expect(ends(shut?.lipsClosed)[1]).toBe(1);
  });

  it('need a face', () => {
    expect(() => limitsFromLandmarks([])).toThrow('limitsFromLandmarks: expected at least one face, found 0');
  });
});
