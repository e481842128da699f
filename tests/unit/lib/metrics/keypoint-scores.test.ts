import { describe, expect, it } from 'vitest';
import { countWithin, FACE_SIGMAS, objectKeypointSimilarity } from '@/lib/metrics/keypoint-scores';

describe('PCK', () => {
  it('counts the annotated landmarks within a share of the normaliser, the threshold included', () => {
    // of 40 px: 2 is 5 %, 2.1 more, 1 less
    expect(countWithin([2, 2.1, null, 1], 40, 0.05)).toBe(2);
    expect(countWithin([2, 2.1, null, 1], 40, 0.1)).toBe(3);
    expect(countWithin([null], 40, 1)).toBe(0);
  });
});

describe('OKS', () => {
  it('is 1 without error and falls with distance, area and the scatter of people', () => {
    expect(objectKeypointSimilarity([0, 0], 100, [0.1, 0.2])).toBe(1);
    // area 100: s² = 100. κ = 0.2: 4 px, exp(−16 / (2 · 100 · 0.04)) = e⁻²; κ = 0.4: 4 px, exp(−16 / 32) = e^−½
    expect(objectKeypointSimilarity([4, 4], 100, [0.1, 0.2])).toBeCloseTo((Math.exp(-2) + Math.exp(-0.5)) / 2, 12);
    // four times the area, twice the distance: the same
    expect(objectKeypointSimilarity([8], 400, [0.1])).toBeCloseTo(Math.exp(-2), 12);
  });

  it('means over annotated landmarks alone', () => {
    expect(objectKeypointSimilarity([4, null], 100, [0.1, 0.2])).toBeCloseTo(Math.exp(-2), 12);
    expect(() => objectKeypointSimilarity([null], 100, [0.1])).toThrow(RangeError);
  });

  it('knows a scatter for each of the 68 landmarks: the jaw widest, the lips narrowest', () => {
    expect(FACE_SIGMAS).toHaveLength(68);
    expect(FACE_SIGMAS[0]).toBe(0.042);
    expect(FACE_SIGMAS[16]).toBe(0.045);
    expect(FACE_SIGMAS[36]).toBe(0.017);
    expect(FACE_SIGMAS[47]).toBe(0.034);
    expect(FACE_SIGMAS[67]).toBe(0.008);
  });
});
