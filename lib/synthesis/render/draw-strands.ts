import type { Strands } from '../parts/strands';
import type { Camera } from './camera';
import type { Lights } from './light';
import type { VisibilityBuffer } from './rasterizer';
import { castPoint, lightShare, type ShadowMap } from './shadow';

/** The same strands with their points in camera space, mm. */
export function strandsInCamera(strands: Strands, { rotation: r, translation: t }: Camera): Strands {
  const { points } = strands;
  const camera = new Float32Array(points.length);
  for (let p = 0; p < points.length; p += 3) {
    const x = points[p];
    const y = points[p + 1];
    const z = points[p + 2];
    camera[p] = r[0] * x + r[1] * y + r[2] * z + t[0];
    camera[p + 1] = r[3] * x + r[4] * y + r[5] * z + t[1];
    camera[p + 2] = r[6] * x + r[7] * y + r[8] * z + t[2];
  }
  return { ...strands, points: camera };
}

/** Lets hair shade the face and itself. @param strands in camera space */
export function castStrandShadows(map: ShadowMap, { points }: Strands): void {
  for (let p = 0; p < points.length; p += 3) castPoint(map, points[p], points[p + 1], points[p + 2]);
}

/** What strands are drawn into. */
export interface StrandTarget {
  /** [W·H·3] linear RGB */
  readonly colours: Float32Array;
  /** [W·H] class of each sample */
  readonly segments: Uint8Array;
  readonly buffer: VisibilityBuffer;
}

/** Depth of hair that light shines into before it is dark, mm. */
const LIT_DEPTH = 16;

/**
 * Draws strands over the shaded picture; what is nearest wins against mesh and other strands. Lit along the hair
 * (Kajiya and Kay, SIGGRAPH 1989) and darkened inside its own body by the shadow map.
 *
 * @param strands in camera space
 */
export function drawStrands(
  target: StrandTarget,
  strands: Strands,
  camera: Camera,
  supersample: number,
  lights: Lights,
  shadows: ShadowMap,
): void {
  const scale = camera.focalPx * supersample;
  const originX = (camera.cx + 0.5) * supersample - 0.5;
  const originY = (camera.cy + 0.5) * supersample - 0.5;
  const { key, fill, sky, ground } = lights;
  const [kx, ky, kz] = key.direction;
  const around = [0, 1, 2].map((k) => 0.55 * (sky[k] + ground[k]) + 0.3 * fill.colour[k]);
  const { count, length, points, colours, width, segments } = strands;
  const line: Line = { x0: 0, y0: 0, z0: 0, x1: 0, y1: 0, z1: 0, size: 0, red: 0, green: 0, blue: 0, segment: 0 };
  for (let s = 0; s < count; s++) {
    const red = colours[s * 3];
    const green = colours[s * 3 + 1];
    const blue = colours[s * 3 + 2];
    line.segment = segments[s];
    for (let i = 0; i < length; i++) {
      const p = (s * length + i) * 3;
      const x = points[p];
      const y = points[p + 1];
      const z = points[p + 2];
      const inverse = 1 / Math.max(z, 1);
      line.x1 = x * scale * inverse + originX;
      line.y1 = y * scale * inverse + originY;
      line.z1 = inverse;
      if (i > 0) {
        let dx = x - points[p - 3];
        let dy = y - points[p - 2];
        let dz = z - points[p - 1];
        const unit = 1 / Math.sqrt(dx * dx + dy * dy + dz * dz || 1);
        dx *= unit;
        dy *= unit;
        dz *= unit;
        const reach = lightShare(shadows, x, y, z, 1.5, 2, LIT_DEPTH, 3);
        const along = dx * kx + dy * ky + dz * kz;
        const across = Math.sqrt(Math.max(1 - along * along, 0));
        // the lobe mirrored by the strand towards the camera, which looks along +z
        const gleam = Math.max(across * Math.sqrt(Math.max(1 - dz * dz, 0)) + along * dz, 0);
        const g4 = gleam * gleam * gleam * gleam;
        const shine = g4 * g4 * g4 * g4 * 0.08 * reach;
        const direct = across * (0.12 + 0.62 * reach);
        const open = 0.45 + 0.55 * reach;
        line.red = red * (around[0] * open + key.colour[0] * direct) + key.colour[0] * shine * (0.3 + red);
        line.green = green * (around[1] * open + key.colour[1] * direct) + key.colour[1] * shine * (0.3 + green);
        line.blue = blue * (around[2] * open + key.colour[2] * direct) + key.colour[2] * shine * (0.3 + blue);
        line.size = width * (1 - (0.6 * i) / (length - 1)) * scale * inverse;
        drawLine(target, line);
      }
      line.x0 = line.x1;
      line.y0 = line.y1;
      line.z0 = inverse;
    }
  }
}

/** A piece of a strand on screen: samples, 1/Z, thickness in samples, colour. */
interface Line {
  x0: number;
  y0: number;
  z0: number;
  x1: number;
  y1: number;
  z1: number;
  size: number;
  red: number;
  green: number;
  blue: number;
  segment: number;
}

function drawLine({ colours, segments, buffer }: StrandTarget, line: Line): void {
  const { width, height, inverseDepth } = buffer;
  const { x0, y0, z0, size, red, green, blue } = line;
  const spanX = line.x1 - x0;
  const spanY = line.y1 - y0;
  const steep = Math.abs(spanY) > Math.abs(spanX);
  const steps = Math.max(1, Math.ceil(steep ? Math.abs(spanY) : Math.abs(spanX)));
  if (steps > 4 * width) return;
  // thinner than a sample: drawn as one sample that covers only in part
  const alpha = Math.min(1, size);
  const wide = Math.max(1, Math.round(size));
  const shift = (wide - 1) >> 1;
  const stepX = spanX / steps;
  const stepY = spanY / steps;
  const stepZ = (line.z1 - z0) / steps;
  for (let s = 0; s < steps; s++) {
    const z = z0 + stepZ * s;
    const px = Math.floor(x0 + stepX * s + 0.5) - (steep ? shift : 0);
    const py = Math.floor(y0 + stepY * s + 0.5) - (steep ? 0 : shift);
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
      if (alpha > 0.3) segments[at] = line.segment;
    }
  }
}
