import type { Camera } from './camera';
import { scratchFloats, scratchIntegers } from './scratch';

/** No triangle covers the sample. */
export const EMPTY = -1;

/** What each sample of the picture sees: the nearest triangle and the place on it. */
export interface VisibilityBuffer {
  readonly width: number;
  readonly height: number;
  /** [W·H] 1/Z of the nearest surface, 0 where there is none; grows towards the camera */
  readonly inverseDepth: Float32Array;
  /** [W·H] triangle index or EMPTY */
  readonly triangle: Int32Array;
  /** [W·H·2] perspective-correct weights of the second and third corner */
  readonly weights: Float32Array;
}

/** An empty buffer. @param use names its memory, which the next buffer of the same use and size takes over */
export function createVisibilityBuffer(use: string, width: number, height: number): VisibilityBuffer {
  const count = width * height;
  return {
    width,
    height,
    inverseDepth: scratchFloats(`${use} depth`, count).fill(0),
    triangle: scratchIntegers(`${use} triangle`, count).fill(EMPTY),
    weights: scratchFloats(`${use} weights`, count * 2),
  };
}

/**
 * @param supersample samples a pixel side: sample (i, j) of pixel p lies at p + (i + ½)/supersample − ½
 * @returns [V·3] x, y in samples (0-based sample centres), 1/Z
 */
export function projectVertices(camera: Camera, positions: Float32Array, supersample: number): Float32Array {
  const { rotation: r, translation: t, focalPx, cx, cy } = camera;
  const screen = new Float32Array(positions.length);
  for (let p = 0; p < positions.length; p += 3) {
    const x = positions[p];
    const y = positions[p + 1];
    const z = positions[p + 2];
    const inverse = 1 / Math.max(r[6] * x + r[7] * y + r[8] * z + t[2], 1);
    const u = (r[0] * x + r[1] * y + r[2] * z + t[0]) * focalPx * inverse + cx;
    const v = (r[3] * x + r[4] * y + r[5] * z + t[1]) * focalPx * inverse + cy;
    screen[p] = (u + 0.5) * supersample - 0.5;
    screen[p + 1] = (v + 0.5) * supersample - 0.5;
    screen[p + 2] = inverse;
  }
  return screen;
}

/**
 * Draws triangles into the buffer, nearest first wins. Both faces are drawn.
 * 1/Z is linear on screen, so depth is exact at every sample.
 */
export function rasterize(buffer: VisibilityBuffer, screen: Float32Array, triangles: Uint32Array): void {
  const { width, height, inverseDepth, triangle, weights } = buffer;
  for (let i = 0; i < triangles.length; i += 3) {
    const a = triangles[i] * 3;
    const b = triangles[i + 1] * 3;
    const c = triangles[i + 2] * 3;
    const ax = screen[a];
    const ay = screen[a + 1];
    const bx = screen[b] - ax;
    const by = screen[b + 1] - ay;
    const cx = screen[c] - ax;
    const cy = screen[c + 1] - ay;
    const area = bx * cy - by * cx;
    if (area === 0) continue;
    const x0 = Math.max(0, Math.ceil(ax + Math.min(0, bx, cx)));
    const x1 = Math.min(width - 1, Math.floor(ax + Math.max(0, bx, cx)));
    const y0 = Math.max(0, Math.ceil(ay + Math.min(0, by, cy)));
    const y1 = Math.min(height - 1, Math.floor(ay + Math.max(0, by, cy)));
    if (x0 > x1 || y0 > y1) continue;
    const scale = 1 / area;
    const za = screen[a + 2];
    const zb = screen[b + 2];
    const zc = screen[c + 2];
    const index = i / 3;
    for (let y = y0; y <= y1; y++) {
      const py = y - ay;
      for (let x = x0; x <= x1; x++) {
        const px = x - ax;
        const wb = (px * cy - py * cx) * scale;
        const wc = (py * bx - px * by) * scale;
        if (wb < 0 || wc < 0 || wb + wc > 1) continue;
        const z = za + wb * (zb - za) + wc * (zc - za);
        const at = y * width + x;
        if (z <= inverseDepth[at]) continue;
        inverseDepth[at] = z;
        triangle[at] = index;
        weights[at * 2] = (wb * zb) / z;
        weights[at * 2 + 1] = (wc * zc) / z;
      }
    }
  }
}
