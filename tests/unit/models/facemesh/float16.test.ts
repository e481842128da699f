import { describe, expect, it } from 'vitest';
import { fromFloat16Bits, toFloat16Bits } from '@/models/facemesh/float16';

describe('float16', () => {
  it('reads and writes every one of the 63,488 finite halves as itself', () => {
    for (let half = 0; half < 0x10000; half++) {
      if (((half >>> 10) & 0x1f) === 0x1f) continue;
      const value = fromFloat16Bits(half);
      if (toFloat16Bits(value) !== half)
        expect.fail(`${half} reads ${value}, which is written ${toFloat16Bits(value)}`);
    }
  });

  it.each([
    ['one', 1, 0x3c00],
    ['minus two', -2, 0xc000],
    ['the largest', 65504, 0x7bff],
    ['what rounds beyond the largest', 65520, 0x7c00],
    ['a tie to the even neighbour below', 1 + 2 ** -11, 0x3c00],
    ['a tie to the even neighbour above', 1 + 3 * 2 ** -11, 0x3c02],
    ['a carry into the exponent', 2 - 2 ** -12, 0x4000],
    ['the smallest', 2 ** -24, 0x0001],
    ['a tie between the smallest and zero', 2 ** -25, 0x0000],
    ['just above that tie', 2 ** -25 * 1.001, 0x0001],
  ])('rounds %s', (_, value, bits) => {
    expect(toFloat16Bits(value)).toBe(bits);
  });
});
