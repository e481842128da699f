import { describe, expect, it } from 'vitest';
import { RecentValues } from '@/lib/tracking/frame-stats';

describe('recent values', () => {
  it('say their middle and their slow end by nearest rank', () => {
    const values = new RecentValues(20);
    expect(values.quantile(0.5)).toBeNull();
    for (let i = 1; i <= 20; i++) values.add(i * 1.5);
    expect(values.quantile(0.5)).toBe(15);
    expect(values.quantile(0.95)).toBe(28.5);
    expect(values.quantile(1)).toBe(30);
  });

  it('forget the oldest, and all when told to', () => {
    const values = new RecentValues(3);
    for (const value of [100, 1, 2, 3]) values.add(value);
    expect(values.quantile(1)).toBe(3);
    values.clear();
    expect(values.quantile(0.5)).toBeNull();
    values.add(7);
    expect(values.quantile(0.5)).toBe(7);
  });
});
