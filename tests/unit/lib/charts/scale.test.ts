import { describe, expect, it } from 'vitest';
import { binValues, countUpTo, niceCeil, niceStep, quantileOf, ticksTo } from '@/lib/charts/scale';

describe('round numbers', () => {
  it('divide a range into about as many steps as asked', () => {
    expect(niceStep(70, 8)).toBe(10);
    expect(niceStep(20, 32)).toBe(1);
    expect(niceStep(0.7, 8)).toBeCloseTo(0.1, 12);
    expect(niceStep(44, 32)).toBe(2);
  });

  it('reach the next one above', () => {
    expect(niceCeil(67.7)).toBe(70);
    expect(niceCeil(8)).toBe(8);
  });

  it('make ticks without the noise of sums', () => {
    expect(ticksTo(0.3, 0.1)).toEqual([0, 0.1, 0.2, 0.3]);
  });
});

describe('values in order', () => {
  const sorted = [1, 2, 2, 5, 9];

  it('are counted up to and including a value', () => {
    expect([0.5, 1, 2, 4.9, 9, 10].map((x) => countUpTo(sorted, x))).toEqual([0, 1, 3, 3, 5, 5]);
  });

  it('give the smallest value that a share does not exceed', () => {
    expect([0, 0.2, 0.6, 0.61, 1].map((share) => quantileOf(sorted, share))).toEqual([1, 1, 2, 5, 9]);
  });
});

describe('bins', () => {
  it('take their lower end and leave their upper, and the last is open', () => {
    expect(binValues([0, 1.9, 2, 3.999, 4, 100], 2, 4)).toEqual([
      { from: 0, to: 2, count: 2 },
      { from: 2, to: 4, count: 2 },
      { from: 4, to: Infinity, count: 2 },
    ]);
  });
});
