import { describe, expect, it } from 'vitest';
import { splitOfFace } from '@/lib/synthesis/split-of-face';

const countsOf = (count: number, shares: { train: number; val: number; test: number }) => {
  const counts = { train: 0, val: 0, test: 0 };
  for (let index = 0; index < count; index++) counts[splitOfFace(index, shares)]++;
  return counts;
};

describe('the split of a generated face', () => {
  it('is exact in every hundred', () => {
    expect(countsOf(100, { train: 71, val: 17, test: 12 })).toEqual({ train: 71, val: 17, test: 12 });
    expect(countsOf(1000, { train: 0, val: 0, test: 100 })).toEqual({ train: 0, val: 0, test: 1000 });
  });

  it('is mixed from the first ten on', () => {
    expect(countsOf(10, { train: 80, val: 10, test: 10 })).toEqual({ train: 8, val: 1, test: 1 });
  });
});
