import { describe, expect, it } from 'vitest';
import { areaUnderCurve, cumulativeShare, failureRate, successRate } from '@/lib/metrics/totals';

describe('totals over images', () => {
  it('counts an error at the threshold as a failure: below is strict', () => {
    expect(successRate([3, 20, 19.999, 50], 20)).toBe(0.5);
  });

  it('counts an NME at x into the cumulative distribution', () => {
    expect(cumulativeShare([1, 4, 8, 9], 4)).toBe(0.5);
  });

  it('takes the area under the curve exactly, in percent', () => {
    // 1 − 2/8, 1 − 6/8, and nothing beyond 8: (0.75 + 0.25 + 0 + 0) / 4
    expect(areaUnderCurve([2, 6, 8, 30], 8)).toBe(25);
  });

  it('agrees with the area of a finely sampled curve', () => {
    const nmes = [0.7, 2.3, 2.9, 5.5, 7.99, 8.01, 12];
    const steps = 80_000;
    let area = 0;
    for (let i = 0; i < steps; i++) area += cumulativeShare(nmes, (8 * (i + 0.5)) / steps) / steps;
    expect(areaUnderCurve(nmes, 8)).toBeCloseTo(100 * area, 2);
  });

  it('counts only NMEs beyond alpha as failures, in percent', () => {
    expect(failureRate([2, 8, 8.0001, 30], 8)).toBe(50);
  });
});
