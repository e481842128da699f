import { describe, expect, it } from 'vitest';
import { visibilityOf } from '@/lib/synthesis/face-landmarks';
import type { Camera } from '@/lib/synthesis/render/camera';
import { createVisibilityBuffer, EMPTY, projectVertices, rasterize } from '@/lib/synthesis/render/rasterizer';

/** f = 100 px, principal point in the middle of an 8 × 8 image, no turn. */
const CAMERA: Camera = {
  focalPx: 100,
  cx: 3.5,
  cy: 3.5,
  rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  translation: [0, 0, 0],
};

/** A triangle at this depth (mm) that covers the pixels with x + y ≤ 7. */
const cornerTriangle = (depth: number) => {
  const at = (u: number, v: number) => [((u - 3.5) * depth) / 100, ((v - 3.5) * depth) / 100, depth];
  return Float32Array.from([...at(-0.25, -0.25), ...at(7.5, -0.25), ...at(-0.25, 7.5)]);
};

describe('the rasterizer', () => {
  it('covers the samples whose centre lies in the triangle', () => {
    const buffer = createVisibilityBuffer('test', 8, 8);
    rasterize(buffer, projectVertices(CAMERA, cornerTriangle(200), 1), Uint32Array.of(0, 1, 2));
    for (let y = 0; y < 8; y++) {
      for (let x = 0; x < 8; x++) expect([x, y, buffer.triangle[y * 8 + x]]).toEqual([x, y, x + y <= 7 ? 0 : EMPTY]);
    }
    expect(1 / buffer.inverseDepth[0]).toBeCloseTo(200, 3);
  });

  it('keeps the nearest triangle, whatever the order', () => {
    const positions = Float32Array.from([...cornerTriangle(300), ...cornerTriangle(150), ...cornerTriangle(500)]);
    const buffer = createVisibilityBuffer('test', 8, 8);
    rasterize(buffer, projectVertices(CAMERA, positions, 1), Uint32Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8));
    expect(buffer.triangle[0]).toBe(1);
    expect(1 / buffer.inverseDepth[9]).toBeCloseTo(150, 3);
  });

  it('weighs corners in perspective: halfway on screen is nearer to the close corner’s share', () => {
    // an edge from depth 100 at x = 0 to depth 300 at x = 6: at screen x = 3, share of the far corner is 1/(1 + 3)
    const at = (u: number, v: number, depth: number) => [((u - 3.5) * depth) / 100, ((v - 3.5) * depth) / 100, depth];
    const positions = Float32Array.from([...at(0, 0, 100), ...at(6, 0, 300), ...at(0, 6, 100)]);
    const buffer = createVisibilityBuffer('test', 8, 8);
    rasterize(buffer, projectVertices(CAMERA, positions, 1), Uint32Array.of(0, 1, 2));
    expect(buffer.weights[3 * 2]).toBeCloseTo(0.25, 4);
    expect(1 / buffer.inverseDepth[3]).toBeCloseTo(150, 2);
  });
});

describe('visibility', () => {
  it('follows the depth buffer: seen on the surface and 3 mm behind it, hidden 5 mm behind it and outside the image', () => {
    const buffer = createVisibilityBuffer('test', 8, 8);
    rasterize(buffer, projectVertices(CAMERA, cornerTriangle(200), 1), Uint32Array.of(0, 1, 2));
    const onRay = (u: number, v: number, depth: number) =>
      [((u - 3.5) * depth) / 100, ((v - 3.5) * depth) / 100, depth] as const;
    expect(visibilityOf(CAMERA, onRay(2, 2, 200), buffer, 1)).toBe('visible');
    expect(visibilityOf(CAMERA, onRay(2, 2, 203), buffer, 1)).toBe('visible');
    expect(visibilityOf(CAMERA, onRay(2, 2, 205), buffer, 1)).toBe('hidden');
    // nothing covers this pixel
    expect(visibilityOf(CAMERA, onRay(6, 6, 900), buffer, 1)).toBe('visible');
    expect(visibilityOf(CAMERA, onRay(9, 2, 200), buffer, 1)).toBe('hidden');
  });
});
