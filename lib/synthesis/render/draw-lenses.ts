import { SEGMENT } from '../head/segments';
import type { Camera } from './camera';
import type { StrandTarget } from './draw-strands';
import type { Lights } from './light';
import type { Mesh } from './mesh';
import { createVisibilityBuffer, EMPTY, projectVertices, rasterize } from './rasterizer';

/** From this tint on a lens hides what lies behind it. */
const OPAQUE_TINT = 0.75;

/**
 * Darkens and mirrors the picture where spectacle lenses stand before it.
 *
 * @param tint 0 clear, 1 as dark as sunglasses
 */
export function drawLenses(
  { colours, segments, buffer }: StrandTarget,
  lenses: Mesh,
  camera: Camera,
  supersample: number,
  lights: Lights,
  tint: number,
): void {
  const front = createVisibilityBuffer('lenses', buffer.width, buffer.height);
  rasterize(front, projectVertices(camera, lenses.positions, supersample), lenses.triangles);
  const through = 0.96 - 0.9 * tint;
  for (let at = 0; at < front.triangle.length; at++) {
    if (front.triangle[at] === EMPTY || front.inverseDepth[at] <= buffer.inverseDepth[at]) continue;
    // the lens mirrors more towards its upper edge, where it leans to the sky
    const height = front.weights[at * 2] + front.weights[at * 2 + 1];
    const mirror = 0.01 + 0.035 * height * height;
    for (let k = 0; k < 3; k++) {
      const o = at * 3 + k;
      colours[o] = colours[o] * through + lights.sky[k] * mirror + lights.key.colour[k] * mirror * 0.2;
    }
    if (tint >= OPAQUE_TINT) {
      segments[at] = SEGMENT.glasses;
      buffer.inverseDepth[at] = front.inverseDepth[at];
    }
  }
}
