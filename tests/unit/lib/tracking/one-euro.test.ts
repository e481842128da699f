import { describe, expect, it } from 'vitest';
import { createRandom } from '@/lib/random';
import { LANDMARK_SMOOTHING, OneEuroFilter } from '@/lib/tracking/one-euro';

describe('the one-euro filter', () => {
  it('begins with the first values and follows by hand-worked steps', () => {
    // 10 Hz. Speed's share: 1 / (1 + 1 / (2π · 1 · 0.1)) = 0.385869…; speed 5 / 0.1 s = 50, smoothed 19.29348…
    // cutoff 1 + 0.2 · 19.29348 = 4.858696 Hz; share 1 / (1 + 1 / (2π · 4.858696 · 0.1)) = 0.753258…
    const filter = new OneEuroFilter({ minCutoffHz: 1, beta: 0.2, derivativeCutoffHz: 1 });
    expect([...filter.filter([100, 7], 0)]).toEqual([100, 7]);
    const [moved, still] = filter.filter([105, 7], 100);
    expect(moved).toBeCloseTo(100 + 5 * 0.753258, 4);
    expect(still).toBe(7);
  });

  it('takes most of the jitter from what rests and lags little behind what moves', () => {
    const random = createRandom(4);
    const filter = new OneEuroFilter(LANDMARK_SMOOTHING);
    const size = 200; // px: jitter of half a pixel, then a move of two face sizes a second
    let jitter = 0;
    let left = 0;
    for (let frame = 0; frame < 90; frame++) {
      const noise = random.uniform(-0.5, 0.5);
      const [value] = filter.filter([300 + noise], (1000 / 30) * frame, size);
      if (frame < 30) continue;
      jitter += Math.abs(noise);
      left += Math.abs(value - 300);
    }
    expect(left / jitter).toBeLessThan(0.6);

    let lag = 0;
    for (let frame = 0; frame < 30; frame++) {
      const place = 300 + (2 * size * (frame + 1)) / 30;
      const [value] = filter.filter([place], 3000 + (1000 / 30) * frame, size);
      lag = place - value;
    }
    expect(lag / ((2 * size) / 30)).toBeLessThan(0.2); // of a frame's move
  });

  it('starts anew where time stands still or runs back, and with another number of values', () => {
    const filter = new OneEuroFilter(LANDMARK_SMOOTHING);
    filter.filter([0], 1000);
    expect([...filter.filter([50], 1000)]).toEqual([50]);
    expect([...filter.filter([90], 10)]).toEqual([90]);
    expect([...filter.filter([1, 2], 20)]).toEqual([1, 2]);
  });
});
