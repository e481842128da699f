import { describe, expect, it } from 'vitest';
import { liveMeanError } from '@/lib/evaluation/live-me';

const run = {
  images: 200,
  me: 5,
  edited: [
    { sampleId: 'a', scored: 20, now: 12 },
    { sampleId: 'b', scored: 9, now: 10 },
  ],
};

describe('the mean error while labels are being mended', () => {
  it('moves with the image in hand before it is saved', () => {
    // a and b together: −7 of 200; c from 8 to 7.2: −0.8 of 200
    const live = liveMeanError(run, 'c', 8, 7.2);
    expect(live.ofImage).toBeCloseTo(-0.004, 12);
    expect(live.change).toBeCloseTo(-0.039, 12);
    expect(live.me).toBeCloseTo(4.961, 12);
    expect(live.edited).toBe(3);
  });

  it('takes what is on the screen for an image that was saved before', () => {
    const live = liveMeanError(run, 'a', 20, 16);
    expect(live.ofImage).toBeCloseTo(-0.02, 12);
    expect(live.change).toBeCloseTo(-0.015, 12);
    expect(live.edited).toBe(2);
  });

  it('stands still for an image of another set, and for one that cannot be measured', () => {
    expect(liveMeanError(run, 'z', null, 3)).toMatchObject({ ofImage: 0, change: expect.closeTo(-0.035, 12) });
    expect(liveMeanError(run, 'b', 9, null)).toMatchObject({ ofImage: 0, change: expect.closeTo(-0.04, 12) });
  });
});
