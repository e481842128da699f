import { describe, expect, it } from 'vitest';
import { FACE_SYNTHETICS_70 } from '@/lib/landmarks/scheme';
import { MEAN_LANDMARKS, type Vec3 } from '@/lib/synthesis/head/anatomy';
import { type ChartPoint, chartRay, toChart } from '@/lib/synthesis/head/chart';
import { triangulate } from '@/lib/synthesis/head/delaunay';
import { radialWarp } from '@/lib/synthesis/head/radial-warp';
import { headTemplate } from '@/lib/synthesis/head/template';

describe('the head template', () => {
  it('carries every landmark of the average face on a vertex, to a hundredth of a millimetre', () => {
    const { landmarks, positions } = headTemplate();
    expect(landmarks).toHaveLength(68);
    landmarks.forEach((v, i) => {
      for (let k = 0; k < 3; k++) expect(positions[v * 3 + k]).toBeCloseTo(MEAN_LANDMARKS[i][k], 2);
    });
  });

  it('is mirror-symmetric at the landmarks', () => {
    MEAN_LANDMARKS.forEach(([x, y, z], i) => {
      const [mx, my, mz] = MEAN_LANDMARKS[FACE_SYNTHETICS_70.mirror[i]];
      expect([mx + 0, my, mz]).toEqual([-x + 0, y, z]);
    });
  });

  it('has finite vertices, valid triangles, and none across an eye or the mouth', () => {
    const { positions, triangles, vertexCount, layout } = headTemplate();
    expect(positions.every(Number.isFinite)).toBe(true);
    expect(triangles.every((v) => v < vertexCount)).toBe(true);
    for (const { upper, lower } of [layout.rightEye, layout.leftEye, layout.innerLip]) {
      const inUpper = new Set(upper.slice(1, -1));
      const inLower = new Set(lower.slice(1, -1));
      for (let i = 0; i < triangles.length; i += 3) {
        const corners = [triangles[i], triangles[i + 1], triangles[i + 2]];
        expect(corners.some((v) => inUpper.has(v)) && corners.some((v) => inLower.has(v))).toBe(false);
      }
    }
  });
});

describe('the chart', () => {
  it('gives the ray on which the point lies', () => {
    const points: readonly Vec3[] = [
      [0, 35, -39],
      [-60, 10, 30],
      [17, 112, 9],
      [40, -70, 15],
    ];
    for (const point of points) {
      const { origin, direction } = chartRay(toChart(point));
      const along = point.reduce((sum, value, k) => sum + (value - origin[k]) * direction[k], 0);
      expect(along).toBeGreaterThan(0);
      for (let k = 0; k < 3; k++) expect(origin[k] + along * direction[k]).toBeCloseTo(point[k], 6);
    }
  });
});

describe('the triangulation', () => {
  it('leaves no point inside the circumcircle of a triangle and covers the square', () => {
    const points: ChartPoint[] = [
      [0, 0],
      [10, 0],
      [10, 10],
      [0, 10],
      [3, 4],
      [7, 2],
      [6, 8],
      [2, 7.5],
    ];
    const triangles = triangulate(points);
    let covered = 0;
    for (let i = 0; i < triangles.length; i += 3) {
      const [a, b, c] = [points[triangles[i]], points[triangles[i + 1]], points[triangles[i + 2]]];
      covered += ((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])) / 2;
      for (const p of points) {
        if (p === a || p === b || p === c) continue;
        // in-circle determinant: positive inside a triangle of positive area
        const rows = [a, b, c].map((q) => [q[0] - p[0], q[1] - p[1], (q[0] - p[0]) ** 2 + (q[1] - p[1]) ** 2]);
        const [[a1, a2, a3], [b1, b2, b3], [c1, c2, c3]] = rows;
        const inside = a1 * (b2 * c3 - b3 * c2) - a2 * (b1 * c3 - b3 * c1) + a3 * (b1 * c2 - b2 * c1);
        expect(inside).toBeLessThan(1e-9);
      }
    }
    expect(covered).toBeCloseTo(100, 9);
  });
});

describe('the radial warp', () => {
  it('moves every given point to its target, and a far place by about their mean', () => {
    const from: Vec3[] = [
      [0, 0, 0],
      [30, 5, 2],
      [-12, 22, 7],
      [8, -17, 40],
    ];
    const to: Vec3[] = [
      [1, 0, 0],
      [30, 7, 2],
      [-12, 22, 4],
      [9, -16, 41],
    ];
    const warp = radialWarp(from, to);
    from.forEach((p, i) => {
      const d = warp(p);
      for (let k = 0; k < 3; k++) expect(p[k] + d[k]).toBeCloseTo(to[i][k], 9);
    });
  });
});
