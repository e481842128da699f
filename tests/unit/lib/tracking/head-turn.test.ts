import { describe, expect, it } from 'vitest';
import { estimatePose } from '@/lib/datasets/quality/head-pose';
import { MEAN_HEAD } from '@/lib/datasets/quality/mean-head';
import { turnHead } from '@/lib/tracking/head-turn';

const weights = new Float64Array(68).fill(1);

describe('turnHead', () => {
  it('leaves the head as it is without a turn', () => {
    expect(turnHead({ pitchRad: 0, yawRad: 0, rollRad: 0 })).toEqual(MEAN_HEAD);
  });

  it.each([
    [0.2, -0.5, 0.3],
    [-0.4, 0.9, -1],
  ])('is what estimatePose takes apart: pitch %f, yaw %f, roll %f', (pitchRad, yawRad, rollRad) => {
    const turned = turnHead({ pitchRad, yawRad, rollRad });
    const pose = estimatePose(Float64Array.from(turned.flatMap((point) => point.slice(0, 2))), weights);
    expect(pose?.pitchRad).toBeCloseTo(pitchRad, 9);
    expect(pose?.yawRad).toBeCloseTo(yawRad, 9);
    expect(pose?.rollRad).toBeCloseTo(rollRad, 9);
    // lengths are kept
    const lengthOf = (points: readonly (readonly number[])[]) => Math.hypot(...points[30]);
    expect(lengthOf(turned)).toBeCloseTo(lengthOf(MEAN_HEAD), 9);
  });
});
