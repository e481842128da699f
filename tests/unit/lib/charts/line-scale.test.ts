import { describe, expect, it } from 'vitest';
import { linearScale, linearScaleTo, logScale, nearestPoint, spreadLabels, thinPoints } from '@/lib/charts/line-scale';

describe('axes of a line chart', () => {
  it('go from 0 to a round number', () => {
    const { place, ticks } = linearScale(17.2, 5);
    expect(ticks).toEqual([0, 5, 10, 15, 20]);
    expect([place(0), place(5), place(20)]).toEqual([0, 0.25, 1]);
    expect(linearScale(0, 5).place(0)).toBe(0);
  });

  it('or by equal factors, with ticks that are round', () => {
    const { place, ticks } = logScale(1.7, 45);
    expect(ticks).toEqual([2, 5, 10, 20]);
    expect(place(20) - place(10)).toBeCloseTo(place(4) - place(2), 12);
    expect(place(1.7)).toBeCloseTo(1 - place(45), 12); // the same room at both ends
    expect(place(1.7)).toBeGreaterThan(0);
    expect(place(0)).toBe(0); // stands at the foot
    expect(logScale(0.0003, 2000).ticks).toEqual([0.001, 0.01, 0.1, 1, 10, 100, 1000]);
    expect(logScale(13, 27).ticks).toEqual([15, 20, 25]);
    expect(Number.isFinite(logScale(3, 3).place(3))).toBe(true);
    expect(logScale(3.58, 4.56).ticks).toEqual([3.5, 4, 4.5]);
  });

  it('or to the number itself', () => {
    const { place, ticks } = linearScaleTo(17.2, 5);
    expect(ticks).toEqual([0, 5, 10, 15]);
    expect(place(17.2)).toBe(1);
  });

  it.each([linearScale(17.2, 5), linearScaleTo(17.2, 5), logScale(1.7, 45)])('are read backwards', (scale) => {
    expect(scale.valueAt(scale.place(6))).toBeCloseTo(6, 12);
  });
});

describe('points of a line', () => {
  const points = Array.from({ length: 11 }, (_, i) => ({ x: 10 * i, y: i * i }));

  it('are thinned, the last one kept', () => {
    expect(thinPoints(points, 4).map(({ x }) => x)).toEqual([0, 30, 60, 90, 100]);
    expect(thinPoints(points, 11)).toBe(points);
  });

  it('are read at the nearest x', () => {
    expect(nearestPoint(points, 34)?.x).toBe(30);
    expect(nearestPoint(points, 36)?.x).toBe(40);
    expect(nearestPoint(points, -5)?.x).toBe(0);
    expect(nearestPoint(points, 500)?.x).toBe(100);
    expect(nearestPoint([], 1)).toBeUndefined();
  });
});

describe('labels at the ends of lines', () => {
  it('keep apart, inside the chart, in the order of their lines', () => {
    expect(spreadLabels([50, 52, 10], 14, 0, 200)).toEqual([50, 64, 10]);
    expect(spreadLabels([195, 199, 190], 14, 0, 200)).toEqual([186, 200, 172]);
    expect(spreadLabels([], 14, 0, 200)).toEqual([]);
  });
});
