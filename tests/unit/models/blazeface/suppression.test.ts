import { describe, expect, it } from 'vitest';
import { imagePoint, overlap } from '@/lib/landmarks/geometry';
import type { FaceCandidate } from '@/models/blazeface/decode';
import { mergeOverlapping } from '@/models/blazeface/suppression';

const face = (x: number, score: number, side = 10): FaceCandidate => ({
  box: { x, y: 2 * x, width: side, height: side },
  keypoints: Array.from({ length: 6 }, (_, i) => imagePoint(x + i, 3 * x)),
  score,
});

describe('mergeOverlapping', () => {
  it('averages what overlaps by score, and keeps the best score', () => {
    const [merged, ...others] = mergeOverlapping([face(1, 0.6), face(0, 0.9)]);
    expect(others).toEqual([]);
    expect(merged.score).toBe(0.9);
    expect(merged.box.x).toBeCloseTo(0.6 / 1.5, 12);
    expect(merged.box.y).toBeCloseTo(1.2 / 1.5, 12);
    expect(merged.box.width).toBeCloseTo(10, 12);
    expect(merged.keypoints[5][0]).toBeCloseTo(5 + 0.6 / 1.5, 12);
    expect(merged.keypoints[5][1]).toBeCloseTo(1.8 / 1.5, 12);
  });

  it('keeps faces apart that overlap by the threshold or less, best first', () => {
    const faces = [face(0, 0.7), face(50, 0.9), face(100, 0.8)];
    expect(mergeOverlapping(faces).map(({ score }) => score)).toEqual([0.9, 0.8, 0.7]);
  });

  it('measures overlap with the best one only, so that a chain does not become one face', () => {
    // neighbours share 0.43 of their area, first and last 0.02
    const chain = [0, 2, 4].map((x, i) => face(x, 0.9 - 0.1 * i));
    expect(overlap(chain[0].box, chain[1].box)).toBeGreaterThan(0.3);
    expect(overlap(chain[0].box, chain[2].box)).toBeLessThan(0.3);
    expect(mergeOverlapping(chain).map(({ score }) => score)).toEqual([0.9, 0.7]);
  });

  it('keeps a face without any area', () => {
    expect(mergeOverlapping([face(3, 0.9, 0)])).toHaveLength(1);
    expect(mergeOverlapping([])).toEqual([]);
  });
});
