import { describe, expect, it } from 'vitest';
import { createRandom } from '@/lib/random';
import { checkFaceParameters } from '@/lib/synthesis/check-parameters';
import { faceGeometry } from '@/lib/synthesis/face-geometry';
import { projectPoint } from '@/lib/synthesis/render/camera';
import { sampleLike } from '@/lib/synthesis/sample-like';
import { sampleFaceParameters } from '@/lib/synthesis/sample-parameters';
import { faceSizeOf } from '@/lib/synthesis/sample-scene';

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('faces like others', () => {
  const examples = [3, 4].map((seed) => sampleFaceParameters(createRandom(seed), { camera: { yawDeg: 20 } }));
  const likes = (count: number, spread: number) =>
    Array.from({ length: count }, (_, seed) => sampleLike(createRandom(seed), examples, spread));

  it('are the same but for the texture where nothing may vary', () => {
    const { texture, ...rest } = sampleLike(createRandom(1), examples.slice(0, 1), 0);
    const { texture: old, ...expected } = examples[0];
    expect(rest).toEqual(expected);
    expect(texture.seed).not.toBe(old.seed);
  });

  it('stay allowed and near their example, further with more spread', () => {
    const distances = [0.1, 0.3, 1].map((spread) => {
      const faces = likes(300, spread);
      for (const face of faces) expect(() => checkFaceParameters(face)).not.toThrow();
      return mean(faces.map(({ camera }) => Math.abs(camera.yawDeg - 20)));
    });
    // two free faces are turned 27 degrees apart on average
    expect(distances[0]).toBeGreaterThan(1.5);
    expect(distances[0]).toBeLessThan(4);
    expect(distances[1]).toBeGreaterThan(2 * distances[0]);
    expect(distances[2]).toBeGreaterThan(2 * distances[1]);
  });

  it('turn as far as their examples on average', () => {
    expect(mean(likes(600, 0.3).map(({ camera }) => camera.yawDeg))).toBeGreaterThan(18);
    expect(mean(likes(600, 0.3).map(({ camera }) => camera.yawDeg))).toBeLessThan(22);
  });

  it('fill the picture as their examples do, whatever lens and distance became', () => {
    const sizes = examples.map(({ camera }) => faceSizeOf(camera));
    for (const face of likes(200, 0.5)) {
      const size = faceSizeOf(face.camera);
      expect(size).toBeGreaterThan(0.4 * Math.min(...sizes));
      expect(size).toBeLessThan(2 * Math.max(...sizes));
      const { points3d, camera } = faceGeometry(face, 100);
      for (const point of points3d) {
        for (const place of projectPoint(camera, point)) expect(Math.abs(place - 50)).toBeLessThan(90);
      }
    }
  });

  it('seldom grow what their examples have none of', () => {
    const shaven = { ...examples[0], beard: { stubble: 0, moustache: 0, chin: 0, cheeks: 0, length: 0.3 } };
    const faces = Array.from({ length: 300 }, (_, seed) => sampleLike(createRandom(seed), [shaven], 0.2));
    expect(faces.filter(({ beard }) => beard.chin > 0).length).toBeLessThan(45);
  });

  it('keep to limits whatever they are like', () => {
    const faces = Array.from({ length: 60 }, (_, seed) =>
      sampleLike(createRandom(seed), examples, 0.4, { camera: { yawDeg: [-70, -60] }, hair: { style: 'bald' } }),
    );
    for (const { camera, hair } of faces) {
      expect(camera.yawDeg).toBeGreaterThanOrEqual(-70);
      expect(camera.yawDeg).toBeLessThanOrEqual(-60);
      expect(hair.style).toBe('bald');
    }
  });

  it('need an example', () => {
    expect(() => sampleLike(createRandom(1), [], 0.5)).toThrow('sampleLike: expected at least one face, found 0');
  });
});
