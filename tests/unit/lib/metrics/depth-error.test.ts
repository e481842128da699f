import { describe, expect, it } from 'vitest';
import { alignSimilarity3, applySimilarity3, depthErrors, type Point3 } from '@/lib/metrics/depth-error';
import { measuredFace } from '@/tests/fixtures/faces/measured-face';

const CORNERS: readonly Point3[] = [
  [0, 0, 0],
  [4, 0, 0],
  [0, 6, 0],
  [0, 0, 10],
];

/** A quarter turn round z, twice as large, moved: (x, y, z) ↦ (−2y + 7, 2x − 3, 2z + 11). */
const moved = ([x, y, z]: Point3): Point3 => [-2 * y + 7, 2 * x - 3, 2 * z + 11];

describe('alignment in space', () => {
  it('finds turn, size and shift', () => {
    const found = alignSimilarity3(CORNERS, CORNERS.map(moved));
    expect(found?.scale).toBeCloseTo(2, 12);
    const turn = [0, -1, 0, 1, 0, 0, 0, 0, 1];
    for (const [i, value] of turn.entries()) expect(found?.rotation[i]).toBeCloseTo(value, 10);
    for (const [i, value] of [7, -3, 11].entries()) expect(found?.shift[i]).toBeCloseTo(value, 10);
    if (found) expect(applySimilarity3(found, [1, 2, 3]).map((v) => Math.round(v * 1e6) / 1e6)).toEqual([3, -1, 17]);
  });

  it('never mirrors: a mirrored set keeps an error', () => {
    const mirrored = CORNERS.map(([x, y, z]): Point3 => [-x, y, z]);
    const found = alignSimilarity3(CORNERS, mirrored);
    if (!found) throw new Error('no alignment');
    const worst = Math.max(
      ...CORNERS.map((p, k) => Math.hypot(...applySimilarity3(found, p).map((v, i) => v - mirrored[k][i]))),
    );
    expect(worst).toBeGreaterThan(1);
  });

  it('has no answer for points in one place', () => {
    expect(
      alignSimilarity3(
        [
          [1, 2, 3],
          [1, 2, 3],
        ],
        CORNERS.slice(0, 2),
      ),
    ).toBeNull();
  });
});

describe('depth errors', () => {
  const face = measuredFace();
  const z = face.points.map((_, i) => (i * i) % 37);
  const labelled = { ...face, z };
  const deep = (depthOf: (i: number) => number) => face.points.map(([x, y], i) => [x, y, depthOf(i)] as const);

  it('are nothing for the same shape at another depth and size', () => {
    const scaled = face.points.map(([x, y], i) => [3 * x, 3 * y, 3 * (z[i] + 50)] as const);
    const found = depthErrors(labelled, scaled, 142);
    expect(found?.depth).toBeCloseTo(0, 9);
    expect(found?.distance).toBeCloseTo(0, 9);
  });

  it('are percent of the box, and no smaller in space than along z', () => {
    const found = depthErrors(
      labelled,
      deep((i) => z[i] + (i % 2 === 0 ? 5 : -5)),
      100,
    );
    // an alternating 5 px cannot be turned or scaled away: about 5 % of 100 px is left
    expect(found?.depth).toBeGreaterThan(4);
    expect(found?.depth).toBeLessThan(5.2);
    expect(found?.distance).toBeGreaterThanOrEqual(found?.depth as number);
    const half = depthErrors(
      labelled,
      deep((i) => z[i] + (i % 2 === 0 ? 5 : -5)),
      200,
    );
    expect(half?.depth).toBeCloseTo((found?.depth as number) / 2, 9);
  });

  it('are null without depth on either side', () => {
    expect(
      depthErrors(
        face,
        deep(() => 1),
        100,
      ),
    ).toBeNull();
    expect(depthErrors(labelled, face.points, 100)).toBeNull();
  });
});
