import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addToDecimal, parseDecimal } from '@/lib/datasets/formats/decimal';

describe('decimal numbers in label files', () => {
  it.each(['NaN', 'Infinity', '-inf', '0x10', '1_000', '1,5', '', '.', '1e', '1e9999', '--1', '1 2', '1e400'])(
    'refuses %j',
    (text) => {
      expect(parseDecimal(text)).toBeUndefined();
    },
  );

  it.each([
    ['70.184', 70.184],
    ['-3', -3],
    ['+.5', 0.5],
    ['12.', 12],
    ['1.25e2', 125],
    ['5E-3', 0.005],
  ])('reads %j', (text, value) => {
    expect(parseDecimal(text)).toBe(value);
  });

  it.each([
    ['0.1', 1, '1.1'],
    ['1.1', -1, '0.1'],
    ['0.25', -1, '-0.75'],
    ['-0.75', 1, '0.25'],
    ['1e-7', 1, '1.0000001'],
    ['2.5e3', 1, '2501'],
  ])('adds to %j the integer %i digit for digit', (text, addend, sum) => {
    expect(addToDecimal(text, addend)).toBe(sum);
  });

  it('gives back every finite number after adding one and taking it away again', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const back = Number(addToDecimal(addToDecimal(String(value), 1), -1));
        expect(back === value).toBe(true);
      }),
    );
  });
});
