import type { Strand } from '../parts/strands';
import type { Camera } from './camera';
import type { Lights } from './light';
import type { VisibilityBuffer } from './rasterizer';

/**
 * Draws strands over the shaded picture, nearest first wins against the mesh; lit along the hair (Kajiya and Kay, 1989).
 *
 * @param target [W·H·3] linear RGB
 * @param segments [W·H] class of each sample
 */
export function drawStrands(
  target: Float32Array,
  segments: Uint8Array,
  buffer: VisibilityBuffer,
  strands: readonly Strand[],
  camera: Camera,
  supersample: number,
  lights: Lights,
): void {
  const { width, height, inverseDepth } = buffer;
  const { rotation: r, translation: t, focalPx } = camera;
  const [kx, ky, kz] = lights.key.direction;
  for (const { points, colour, width: thickness, segment } of strands) {
    const count = points.length / 3;
    let x0 = 0;
    let y0 = 0;
    let z0 = 0;
    let [qx, qy, qz] = [0, 0, 0];
    for (let i = 0; i < count; i++) {
      const [hx, hy, hz] = [points[i * 3], points[i * 3 + 1], points[i * 3 + 2]];
      const cx = r[0] * hx + r[1] * hy + r[2] * hz + t[0];
      const cy = r[3] * hx + r[4] * hy + r[5] * hz + t[1];
      const cz = Math.max(r[6] * hx + r[7] * hy + r[8] * hz + t[2], 1);
      const inverse = 1 / cz;
      const x1 = (cx * focalPx * inverse + camera.cx + 0.5) * supersample - 0.5;
      const y1 = (cy * focalPx * inverse + camera.cy + 0.5) * supersample - 0.5;
      if (i > 0) {
        let dx = cx - qx;
        let dy = cy - qy;
        let dz = cz - qz;
        const length = Math.sqrt(dx * dx + dy * dy + dz * dz) || 1;
        dx /= length;
        dy /= length;
        dz /= length;
        const along = dx * kx + dy * ky + dz * kz;
        const across = Math.sqrt(Math.max(1 - along * along, 0));
        // light mirrored by the strand towards the camera (view direction ≈ −z)
        const gleam = Math.max(across * Math.sqrt(Math.max(1 - dz * dz, 0)) + along * dz, 0);
        const shine = gleam ** 24 * 0.16;
        const deep = 0.55 + 0.45 * (i / (count - 1));
        const taper = 1 - (0.65 * i) / (count - 1);
        const size = thickness * taper * focalPx * inverse * supersample;
        const alpha = Math.min(1, size);
        const half = Math.max(0, Math.round(size - 1) >> 1);
        const wide = Math.max(1, Math.round(size));
        const red = shadeChannel(0);
        const green = shadeChannel(1);
        const blue = shadeChannel(2);
        function shadeChannel(k: 0 | 1 | 2): number {
          const around = 0.5 * (lights.sky[k] + lights.ground[k]);
          return (
            colour[k] * deep * (around + lights.key.colour[k] * across * 0.62 + lights.fill.colour[k] * 0.3) +
            lights.key.colour[k] * shine * deep
          );
        }
        const span = Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0));
        const steps = Math.max(1, Math.ceil(span));
        const steep = Math.abs(y1 - y0) > Math.abs(x1 - x0);
        if (steps < 2000) {
          for (let s = 0; s < steps; s++) {
            const u = s / steps;
            const z = z0 + (inverse - z0) * u;
            const px = Math.round(x0 + (x1 - x0) * u) - (steep ? half : 0);
            const py = Math.round(y0 + (y1 - y0) * u) - (steep ? 0 : half);
            for (let w = 0; w < wide; w++) {
              const x = steep ? px + w : px;
              const y = steep ? py : py + w;
              if (x < 0 || y < 0 || x >= width || y >= height) continue;
              const at = y * width + x;
              if (z < inverseDepth[at]) continue;
              target[at * 3] += (red - target[at * 3]) * alpha;
              target[at * 3 + 1] += (green - target[at * 3 + 1]) * alpha;
              target[at * 3 + 2] += (blue - target[at * 3 + 2]) * alpha;
              if (alpha > 0.5) inverseDepth[at] = z;
              if (alpha > 0.3) segments[at] = segment;
            }
          }
        }
      }
      x0 = x1;
      y0 = y1;
      z0 = inverse;
      [qx, qy, qz] = [cx, cy, cz];
    }
  }
}
