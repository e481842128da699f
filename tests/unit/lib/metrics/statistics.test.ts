import { describe, expect, it } from 'vitest';
import { mean, median, standardDeviation } from '@/lib/metrics/statistics';

describe('statistics', () => {
  it('takes the mean', () => {
    expect(mean([1, 2, 9])).toBe(4);
  });

  it('divides the squares by n, not n − 1', () => {
    // mean 5; squares 9 + 1 + 1 + 1 + 0 + 0 + 4 + 16 = 32 over 8
    expect(standardDeviation([2, 4, 4, 4, 5, 5, 7, 9])).toBe(2);
    expect(standardDeviation([7])).toBe(0);
  });

  it('takes the middle of an odd count and the mean of the two middle ones of an even', () => {
    expect(median([10, 9, 100])).toBe(10); // by number: as text 10 and 100 would stand before 9
    expect(median([8, 1, 100, 3])).toBe(5.5);
  });

  it('leaves the list in its order', () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });

  it.each([
    ['mean', mean],
    ['mean', standardDeviation],
    ['median', median],
  ])('has no %s of nothing', (what, statistic) => {
    expect(() => statistic([])).toThrow(new RangeError(`${what}: expected at least one value, found 0`));
  });
});
