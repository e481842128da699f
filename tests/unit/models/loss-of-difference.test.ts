import { describe, expect, it } from 'vitest';
import { lossOfDifference } from '@/models/loss-of-difference';

describe('the loss of one landmark', () => {
  it('is what training takes: MSE over coordinates, L2 over points, wing over coordinates', () => {
    expect(lossOfDifference({ kind: 'mse' }, 3, 4)).toBeCloseTo(12.5, 5);
    expect(lossOfDifference({ kind: 'l2' }, 3, 4)).toBeCloseTo(5, 5);
    // 3 and 4 lie below the width: 5·ln(1 + 3/½) and 5·ln(1 + 4/½), their mean
    const wing = { kind: 'wing', width: 5, curvature: 0.5 } as const;
    expect(lossOfDifference(wing, 3, 4)).toBeCloseTo((5 * Math.log(7) + 5 * Math.log(9)) / 2, 4);
    // 8 lies beyond: 8 − (5 − 5·ln 11)
    expect(lossOfDifference(wing, 8, 0)).toBeCloseTo((8 - 5 + 5 * Math.log(11)) / 2, 4);
  });

  it('is the same on every side of zero', () => {
    for (const kind of ['mse', 'l2'] as const) {
      expect(lossOfDifference({ kind }, -2, 7)).toBe(lossOfDifference({ kind }, 2, -7));
    }
  });
});
