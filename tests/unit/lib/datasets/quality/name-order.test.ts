import { describe, expect, it } from 'vitest';
import { nameOrder } from '@/lib/datasets/quality/name-order';
import { pointName } from '@/lib/datasets/quality/reason';
import { IBUG_68 } from '@/lib/landmarks/scheme';

const changed = (change: (order: number[]) => void) => {
  const order = [...IBUG_68.mirror.keys()];
  change(order);
  return nameOrder(order).map(({ kind, text }) => [kind, text]);
};

describe('nameOrder', () => {
  it('says nothing of the right order', () => {
    expect(changed(() => {})).toEqual([]);
  });

  it('takes eyes in each other’s places for swapped, mirrored or copied over', () => {
    const swapped = [['sides-swapped', 'left eye and right eye look swapped']];
    expect(
      changed((order) => {
        for (let i = 36; i < 48; i++) order[i] = IBUG_68.mirror[i];
      }),
    ).toEqual(swapped);
    expect(
      changed((order) => {
        for (let i = 36; i < 48; i++) order[i] = i < 42 ? i + 6 : i - 6;
      }),
    ).toEqual(swapped);
  });

  it('tells the lips apart', () => {
    expect(
      changed((order) => {
        for (let i = 48; i < 68; i++) order[i] = IBUG_68.mirror[i];
      }),
    ).toEqual([
      ['sides-swapped', 'left and right of the outer lip look swapped'],
      ['sides-swapped', 'left and right of the inner lip look swapped'],
    ]);
  });

  it('counts the places of a shift, also where an open contour runs out of points', () => {
    expect(
      changed((order) => {
        for (let i = 0; i < 16; i++) order[i] = i + 1;
        order[16] = 0;
      }),
    ).toEqual([['order-shifted', 'the points of the jaw look shifted by 1 place']]);
    expect(
      changed((order) => {
        for (let i = 0; i < 6; i++) order[42 + i] = 42 + ((i + 5) % 6);
      }),
    ).toEqual([['order-shifted', 'the points of the left eye look shifted by 1 place']]);
  });

  it('calls the rest out of order', () => {
    expect(
      changed((order) => {
        [order[22], order[24], order[26]] = [24, 26, 22];
      }),
    ).toEqual([['order-permuted', 'the points of the left brow look out of order']]);
  });
});

describe('pointName', () => {
  it('gives the name people use and the index the program shows', () => {
    expect(pointName(54)).toBe('left mouth corner (54)');
    expect(pointName(2)).toBe('jaw 3 (2)');
  });
});
