import type { Strand } from '../parts/strands';
import type { Camera } from './camera';
import type { Lights } from './light';
import type { VisibilityBuffer } from './rasterizer';
import { castPoint, lightShare, type ShadowMap } from './shadow';

/** A strand ready to be drawn: its points in camera space, mm. */
export interface CameraStrand extends Strand {
  readonly camera: Float32Array;
}

export function strandsInCamera(strands: readonly Strand[], { rotation: r, translation: t }: Camera): CameraStrand[] {
  return strands.map((strand) => {
    const { points } = strand;
    const camera = new Float32Array(points.length);
    for (let p = 0; p < points.length; p += 3) {
      const x = points[p];
      const y = points[p + 1];
      const z = points[p + 2];
      camera[p] = r[0] * x + r[1] * y + r[2] * z + t[0];
      camera[p + 1] = r[3] * x + r[4] * y + r[5] * z + t[1];
      camera[p + 2] = r[6] * x + r[7] * y + r[8] * z + t[2];
    }
    return { ...strand, camera };
  });
}

/** Lets hair shade the face and itself. */
export function castStrandShadows(map: ShadowMap, strands: readonly CameraStrand[]): void {
  for (const { camera } of strands) {
    for (let p = 3; p < camera.length; p += 3) {
      castPoint(map, camera[p], camera[p + 1], camera[p + 2]);
      castPoint(
        map,
        (camera[p] + camera[p - 3]) / 2,
        (camera[p + 1] + camera[p - 2]) / 2,
        (camera[p + 2] + camera[p - 1]) / 2,
      );
    }
  }
}

/** What strands are drawn into. */
export interface StrandTarget {
  /** [W·H·3] linear RGB */
  readonly colours: Float32Array;
  /** [W·H] class of each sample */
  readonly segments: Uint8Array;
  readonly buffer: VisibilityBuffer;
}

/**
 * Draws strands over the shaded picture; what is nearest wins against mesh and other strands. Lit along the hair
 * (Kajiya and Kay, SIGGRAPH 1989) and darkened inside its own body by the shadow map.
 *
 * @param depth of hair that light shines into before it is dark, mm
 */
export function drawStrands(
  target: StrandTarget,
  strands: readonly CameraStrand[],
  camera: Camera,
  supersample: number,
  lights: Lights,
  shadows: ShadowMap,
  depth: number,
): void {
  const { colours, segments, buffer } = target;
  const { width, height, inverseDepth } = buffer;
  const scale = camera.focalPx * supersample;
  const originX = (camera.cx + 0.5) * supersample - 0.5;
  const originY = (camera.cy + 0.5) * supersample - 0.5;
  const { key, fill, sky, ground } = lights;
  const [kx, ky, kz] = key.direction;
  for (const { camera: points, colour, width: thickness, segment } of strands) {
    const last = points.length / 3 - 1;
    let x0 = 0;
    let y0 = 0;
    let z0 = 0;
    for (let i = 0; i <= last; i++) {
      const p = i * 3;
      const inverse = 1 / Math.max(points[p + 2], 1);
      const x1 = points[p] * scale * inverse + originX;
      const y1 = points[p + 1] * scale * inverse + originY;
      if (i > 0) {
        let dx = points[p] - points[p - 3];
        let dy = points[p + 1] - points[p - 2];
        let dz = points[p + 2] - points[p - 1];
        const length = 1 / Math.sqrt(dx * dx + dy * dy + dz * dz || 1);
        dx *= length;
        dy *= length;
        dz *= length;
        const reach = lightShare(shadows, points[p], points[p + 1], points[p + 2], 1.5, 2, depth, 3);
        const along = dx * kx + dy * ky + dz * kz;
        const across = Math.sqrt(Math.max(1 - along * along, 0));
        // the lobe mirrored by the strand towards the camera, which looks along +z
        const gleam = Math.max(across * Math.sqrt(Math.max(1 - dz * dz, 0)) + along * dz, 0);
        const g4 = gleam * gleam * gleam * gleam;
        const shine = g4 * g4 * g4 * g4 * 0.1 * reach;
        const direct = across * (0.12 + 0.62 * reach);
        const open = 0.45 + 0.55 * reach;
        const red = tint(0);
        const green = tint(1);
        const blue = tint(2);
        function tint(k: 0 | 1 | 2): number {
          const around = 0.55 * (sky[k] + ground[k]) + 0.3 * fill.colour[k];
          return colour[k] * (around * open + key.colour[k] * direct) + key.colour[k] * shine * (0.3 + colour[k]);
        }
        const size = thickness * (1 - (0.6 * i) / last) * scale * inverse;
        drawLine(x0, y0, z0, x1, y1, inverse, size, red, green, blue, segment);
      }
      x0 = x1;
      y0 = y1;
      z0 = inverse;
    }
  }

  function drawLine(
    fromX: number,
    fromY: number,
    fromZ: number,
    toX: number,
    toY: number,
    toZ: number,
    size: number,
    red: number,
    green: number,
    blue: number,
    segment: number,
  ): void {
    const spanX = toX - fromX;
    const spanY = toY - fromY;
    const steep = Math.abs(spanY) > Math.abs(spanX);
    const steps = Math.max(1, Math.ceil(steep ? Math.abs(spanY) : Math.abs(spanX)));
    if (steps > 4 * width) return;
    const alpha = Math.min(1, size);
    const wide = Math.max(1, Math.round(size));
    const shift = (wide - 1) >> 1;
    for (let s = 0; s < steps; s++) {
      const u = s / steps;
      const z = fromZ + (toZ - fromZ) * u;
      const px = Math.round(fromX + spanX * u) - (steep ? shift : 0);
      const py = Math.round(fromY + spanY * u) - (steep ? 0 : shift);
      for (let w = 0; w < wide; w++) {
        const x = steep ? px + w : px;
        const y = steep ? py : py + w;
        if (x < 0 || y < 0 || x >= width || y >= height) continue;
        const at = y * width + x;
        if (z < inverseDepth[at]) continue;
        const o = at * 3;
        colours[o] += (red - colours[o]) * alpha;
        colours[o + 1] += (green - colours[o + 1]) * alpha;
        colours[o + 2] += (blue - colours[o + 2]) * alpha;
        if (alpha > 0.5) inverseDepth[at] = z;
        if (alpha > 0.3) segments[at] = segment;
      }
    }
  }
}
