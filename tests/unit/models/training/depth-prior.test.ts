import { describe, expect, it } from 'vitest';
import { IBUG_68 } from '@/lib/landmarks/scheme';
import { createRandom } from '@/lib/random';
import { fitDepth, meanFaceOf } from '@/models/training/depth-prior';

const COUNT = 68;

/** A symmetric face of random points: counterparts at ±x, middle points at x = 0. */
function symmetricFace(): Float64Array {
  const random = createRandom(12);
  const face = new Float64Array(3 * COUNT);
  for (let k = 0; k < COUNT; k++) {
    const other = IBUG_68.mirror[k];
    if (other < k) {
      face[k] = -face[other];
      face[COUNT + k] = face[COUNT + other];
      face[2 * COUNT + k] = face[2 * COUNT + other];
      continue;
    }
    face[k] = other === k ? 0 : random.uniform(-1, 1);
    face[COUNT + k] = random.uniform(-1, 1);
    face[2 * COUNT + k] = random.uniform(-0.5, 0.5);
  }
  for (let d = 0; d < 3; d++) {
    const axis = face.subarray(d * COUNT, (d + 1) * COUNT);
    const mean = axis.reduce((sum, value) => sum + value, 0) / COUNT;
    for (let k = 0; k < COUNT; k++) axis[k] -= mean;
  }
  return face;
}

/** Turns about y, then x, scales and moves. */
function pose(face: Float64Array, yawRad: number, pitchRad: number, scale: number): Float64Array {
  const posed = new Float64Array(3 * COUNT);
  for (let k = 0; k < COUNT; k++) {
    const [x, y, z] = [face[k], face[COUNT + k], face[2 * COUNT + k]];
    const [x1, z1] = [Math.cos(yawRad) * x + Math.sin(yawRad) * z, -Math.sin(yawRad) * x + Math.cos(yawRad) * z];
    const [y1, z2] = [
      Math.cos(pitchRad) * y - Math.sin(pitchRad) * z1,
      Math.sin(pitchRad) * y + Math.cos(pitchRad) * z1,
    ];
    posed[k] = scale * x1 + 40;
    posed[COUNT + k] = scale * y1 - 25;
    posed[2 * COUNT + k] = scale * z2 + 7;
  }
  return posed;
}

describe('depth from a mean face', () => {
  const face = symmetricFace();
  const mean = meanFaceOf([pose(face, 0.3, 0.1, 90), pose(face, -0.5, -0.2, 140), pose(face, 0.05, 0.3, 60)]);

  it('is found back exactly for a turned copy of the face', () => {
    for (const [yaw, pitch, scale] of [
      [0.6, -0.2, 120],
      [-0.9, 0.3, 75],
      [0, 0, 50],
    ]) {
      const truth = pose(face, yaw, pitch, scale);
      const z = fitDepth(mean, truth.subarray(0, 2 * COUNT));
      const middle = truth.subarray(2 * COUNT).reduce((sum, value) => sum + value, 0) / COUNT;
      for (let k = 0; k < COUNT; k++) expect(z[k]).toBeCloseTo(truth[2 * COUNT + k] - middle, 2);
    }
  });

  it('gives near and far sides of a turned head different signs', () => {
    const z = fitDepth(mean, pose(face, 0.7, 0, 100).subarray(0, 2 * COUNT));
    const turnedAway = fitDepth(mean, pose(face, -0.7, 0, 100).subarray(0, 2 * COUNT));
    expect(Math.sign(z[36] - z[45])).toBe(-Math.sign(turnedAway[36] - turnedAway[45]));
  });
});
