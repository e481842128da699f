import { describe, expect, it } from 'vitest';
import { eyeAngle, regionOf } from '@/lib/tracking/track-region';

/** A level face of 100 × 120 px around (300, 200): eyes 40 px apart, the rest spread over its box. */
const face = Array.from({ length: 68 }, (_, i): [number, number] => {
  if (i >= 36 && i <= 41) return [280, 180];
  if (i >= 42 && i <= 47) return [320, 180];
  return [250 + 100 * ((i % 7) / 6), 140 + 120 * ((i % 5) / 4)];
});

const turned = (angle: number) =>
  face.map(([x, y]): [number, number] => {
    const [dx, dy] = [x - 300, y - 200];
    return [300 + Math.cos(angle) * dx - Math.sin(angle) * dy, 200 + Math.sin(angle) * dx + Math.cos(angle) * dy];
  });

describe('the region of a face', () => {
  it('is the tight box of its landmarks, with their centroid', () => {
    const { box, angleRad } = regionOf(face, true);
    expect(angleRad).toBe(0);
    expect(box).toMatchObject({ x: 250, y: 140, width: 100, height: 120 });
    expect(box.centroid?.[0]).toBeCloseTo(face.reduce((sum, [x]) => sum + x, 0) / 68, 9);
  });

  it.each([0.3, -0.7, 2])('turns with the eyes: the same box about the same centre at %f rad', (angle) => {
    const { box, angleRad } = regionOf(turned(angle), true);
    expect(eyeAngle(turned(angle))).toBeCloseTo(angle, 9);
    expect(angleRad).toBeCloseTo(angle, 9);
    expect(box.x + box.width / 2).toBeCloseTo(300, 9);
    expect(box.y + box.height / 2).toBeCloseTo(200, 9);
    expect([box.width, box.height].map(Math.round)).toEqual([100, 120]);
  });

  it('stays upright for a crop that does not turn', () => {
    const { box, angleRad } = regionOf(turned(Math.PI / 2), false);
    expect(angleRad).toBe(0);
    expect([box.width, box.height].map(Math.round)).toEqual([120, 100]);
  });
});
