import type { Lights } from './light';
import { MATERIAL, type Mesh } from './mesh';
import { noise3 } from './noise';
import { EMPTY, type VisibilityBuffer } from './rasterizer';

export interface SkinDetail {
  /** strength of pores and unevenness, 0–1 */
  readonly roughness: number;
  readonly freckles: number;
  readonly blemishes: number;
  readonly seed: number;
}

/** Normals and positions turned into camera space. */
export interface CameraVertices {
  /** [V·3] unit */
  readonly normals: Float32Array;
  /** [V·3] mm */
  readonly positions: Float32Array;
}

/** Schlick's power in the half-vector lobe: by repeated squaring, exponent 2^n. */
const power = (value: number, squarings: number): number => {
  let v = value;
  for (let i = 0; i < squarings; i++) v *= v;
  return v;
};

/**
 * Colours every sample that sees the mesh: wrapped diffuse light with a redder terminator for skin (a cheap stand-in for
 * scattering under the skin), two-lobed gloss, light from all sides dimmed by the mesh's own ambient share.
 *
 * @param target [W·H·3] linear RGB; samples without a triangle stay as they are
 */
export function shadeMesh(
  target: Float32Array,
  buffer: VisibilityBuffer,
  mesh: Mesh,
  vertices: CameraVertices,
  lights: Lights,
  detail: SkinDetail,
): void {
  const { triangles, colours, texture, surface, materials } = mesh;
  const { normals, positions } = vertices;
  const { triangle, weights } = buffer;
  const { key, fill, rim, sky, ground, wrap } = lights;
  const [kx, ky, kz] = key.direction;
  const [fx, fy, fz] = fill.direction;
  const [rx, ry, rz] = rim.direction;
  const grain = 0.1 * detail.roughness;
  for (let at = 0; at < triangle.length; at++) {
    const index = triangle[at];
    if (index === EMPTY) continue;
    const a = triangles[index * 3];
    const b = triangles[index * 3 + 1];
    const c = triangles[index * 3 + 2];
    const wb = weights[at * 2];
    const wc = weights[at * 2 + 1];
    const wa = 1 - wb - wc;
    const [a3, b3, c3] = [a * 3, b * 3, c * 3];
    let nx = wa * normals[a3] + wb * normals[b3] + wc * normals[c3];
    let ny = wa * normals[a3 + 1] + wb * normals[b3 + 1] + wc * normals[c3 + 1];
    let nz = wa * normals[a3 + 2] + wb * normals[b3 + 2] + wc * normals[c3 + 2];
    const px = wa * positions[a3] + wb * positions[b3] + wc * positions[c3];
    const py = wa * positions[a3 + 1] + wb * positions[b3 + 1] + wc * positions[c3 + 1];
    const pz = wa * positions[a3 + 2] + wb * positions[b3 + 2] + wc * positions[c3 + 2];
    let red = wa * colours[a3] + wb * colours[b3] + wc * colours[c3];
    let green = wa * colours[a3 + 1] + wb * colours[b3 + 1] + wc * colours[c3 + 1];
    let blue = wa * colours[a3 + 2] + wb * colours[b3 + 2] + wc * colours[c3 + 2];
    const tx = wa * texture[a3] + wb * texture[b3] + wc * texture[c3];
    const ty = wa * texture[a3 + 1] + wb * texture[b3 + 1] + wc * texture[c3 + 1];
    const tz = wa * texture[a3 + 2] + wb * texture[b3 + 2] + wc * texture[c3 + 2];
    const ambient = wa * surface[a * 2] + wb * surface[b * 2] + wc * surface[c * 2];
    let gloss = wa * surface[a * 2 + 1] + wb * surface[b * 2 + 1] + wc * surface[c * 2 + 1];
    const material = materials[index];
    const isSkin = material === MATERIAL.skin;
    let inverse = -1 / Math.sqrt(px * px + py * py + pz * pz);
    const [vx, vy, vz] = [px * inverse, py * inverse, pz * inverse];
    if (isSkin) {
      const blotch = noise3(tx * 0.09, ty * 0.09, tz * 0.09, detail.seed) - 0.5;
      const pore = noise3(tx * 0.9, ty * 0.9, tz * 0.9, detail.seed + 7) - 0.5;
      const bright = 1 + grain * (pore + 0.8 * blotch);
      red *= bright * (1 + 0.06 * blotch);
      green *= bright * (1 - 0.08 * blotch * (1 + 2 * detail.blemishes));
      blue *= bright * (1 - 0.06 * blotch);
      nx += grain * 1.6 * pore;
      ny += grain * 1.6 * (noise3(tx * 0.8, ty * 0.8, tz * 0.8, detail.seed + 13) - 0.5);
      gloss *= 0.8 + 0.4 * (pore + 0.5);
    }
    inverse = 1 / Math.sqrt(nx * nx + ny * ny + nz * nz || 1);
    // both faces are drawn: a normal always looks at the camera's side, except at the silhouette, where it may graze
    if ((nx * vx + ny * vy + nz * vz) * inverse < -0.25) inverse = -inverse;
    nx *= inverse;
    ny *= inverse;
    nz *= inverse;
    const facing = Math.max(nx * vx + ny * vy + nz * vz, 0);

    const kn = nx * kx + ny * ky + nz * kz;
    const spread = isSkin ? wrap : 0.1;
    const keyRed = Math.max((kn + spread * 1.5) / (1 + spread * 1.5), 0);
    const keyRest = Math.max((kn + spread) / (1 + spread), 0);
    const fillLight = Math.max((nx * fx + ny * fy + nz * fz + 0.3) / 1.3, 0);
    const rimLight = Math.max(nx * rx + ny * ry + nz * rz, 0) * (1 - facing);
    const up = 0.5 - 0.5 * ny;
    let hx = kx + vx;
    let hy = ky + vy;
    let hz = kz + vz;
    const hl = 1 / Math.sqrt(hx * hx + hy * hy + hz * hz || 1);
    hx *= hl;
    hy *= hl;
    hz *= hl;
    const half = Math.max(nx * hx + ny * hy + nz * hz, 0);
    const fresnel = 0.04 + 0.5 * power(1 - facing, 2) * (1 - facing);
    const lit = kn > 0 ? Math.min(1, kn * 4) : 0;
    let shine = gloss * lit * (0.9 * power(half, 4) * 0.35 + power(half, 6) * 0.9) * (0.35 + fresnel * 2);
    if (material === MATERIAL.eye || material === MATERIAL.wet)
      shine = lit * (power(half, 9) * 3 * gloss + power(half, 6) * 0.1);
    const env = gloss * fresnel * 0.35 * ambient;
    const shadow = 0.25 + 0.75 * Math.min(1, ambient * 1.15);
    const o = at * 3;
    for (let k = 0; k < 3; k++) {
      const albedo = k === 0 ? red : k === 1 ? green : blue;
      const around = (sky[k] * up + ground[k] * (1 - up)) * ambient;
      const direct = key.colour[k] * (k === 0 ? keyRed : keyRest) * shadow + fill.colour[k] * fillLight * shadow;
      target[o + k] =
        albedo * (around + direct + rim.colour[k] * rimLight) + key.colour[k] * shine * shadow + sky[k] * env;
    }
  }
}
