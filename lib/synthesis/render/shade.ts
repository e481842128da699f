import type { Lights } from './light';
import { MATERIAL, type Mesh } from './mesh';
import { EMPTY, type VisibilityBuffer } from './rasterizer';
import { lightShare, type ShadowMap } from './shadow';
import { detailSkin, type SkinDetail, type SkinSample } from './skin-detail';

/** Normals and positions turned into camera space. */
export interface CameraVertices {
  /** [V·3] unit */
  readonly normals: Float32Array;
  /** [V·3] mm */
  readonly positions: Float32Array;
}

export interface ShadeScene {
  readonly mesh: Mesh;
  readonly vertices: CameraVertices;
  readonly lights: Lights;
  readonly shadows: ShadowMap;
  readonly detail: SkinDetail;
}

/** value to the power 2^squarings */
const sharpen = (value: number, squarings: number): number => {
  let v = value;
  for (let i = 0; i < squarings; i++) v *= v;
  return v;
};

/**
 * Colours every sample that sees the mesh: wrapped diffuse light, further for red in skin (a cheap stand-in for light that
 * scatters under it), two lobes of gloss (Blinn–Phong with Schlick's Fresnel), the key light's shadows, and light from
 * all sides dimmed by the place's own share.
 *
 * @param target [W·H·3] linear RGB; samples without a triangle stay as they are
 */
export function shadeMesh(target: Float32Array, buffer: VisibilityBuffer, scene: ShadeScene): void {
  const { mesh, vertices, lights, shadows, detail } = scene;
  const { triangles, colours, texture, surface, materials } = mesh;
  const { normals, positions } = vertices;
  const { triangle, weights } = buffer;
  const { key, fill, rim, sky, ground, wrap, softness } = lights;
  const kx = key.direction[0];
  const ky = key.direction[1];
  const kz = key.direction[2];
  const sample: SkinSample = { x: 0, y: 0, z: 0, nx: 0, ny: 0, nz: 0, red: 0, green: 0, blue: 0, gloss: 0 };
  const out = (o: number, k: 0 | 1 | 2, albedo: number, lit: Lit) => {
    const direct = key.colour[k] * (k === 0 ? lit.keyRed : lit.key) + fill.colour[k] * lit.fill;
    const around = (sky[k] * lit.up + ground[k] * (1 - lit.up)) * lit.ambient;
    target[o + k] =
      albedo * (around + direct + rim.colour[k] * lit.rim) + key.colour[k] * lit.shine + sky[k] * lit.mirrored;
  };
  const lit: Lit = { key: 0, keyRed: 0, fill: 0, rim: 0, up: 0, ambient: 0, shine: 0, mirrored: 0 };
  for (let at = 0; at < triangle.length; at++) {
    const index = triangle[at];
    if (index === EMPTY) continue;
    const a = triangles[index * 3];
    const b = triangles[index * 3 + 1];
    const c = triangles[index * 3 + 2];
    const wb = weights[at * 2];
    const wc = weights[at * 2 + 1];
    const wa = 1 - wb - wc;
    const a3 = a * 3;
    const b3 = b * 3;
    const c3 = c * 3;
    const px = wa * positions[a3] + wb * positions[b3] + wc * positions[c3];
    const py = wa * positions[a3 + 1] + wb * positions[b3 + 1] + wc * positions[c3 + 1];
    const pz = wa * positions[a3 + 2] + wb * positions[b3 + 2] + wc * positions[c3 + 2];
    sample.nx = wa * normals[a3] + wb * normals[b3] + wc * normals[c3];
    sample.ny = wa * normals[a3 + 1] + wb * normals[b3 + 1] + wc * normals[c3 + 1];
    sample.nz = wa * normals[a3 + 2] + wb * normals[b3 + 2] + wc * normals[c3 + 2];
    sample.red = wa * colours[a3] + wb * colours[b3] + wc * colours[c3];
    sample.green = wa * colours[a3 + 1] + wb * colours[b3 + 1] + wc * colours[c3 + 1];
    sample.blue = wa * colours[a3 + 2] + wb * colours[b3 + 2] + wc * colours[c3 + 2];
    sample.x = wa * texture[a3] + wb * texture[b3] + wc * texture[c3];
    sample.y = wa * texture[a3 + 1] + wb * texture[b3 + 1] + wc * texture[c3 + 1];
    sample.z = wa * texture[a3 + 2] + wb * texture[b3 + 2] + wc * texture[c3 + 2];
    const ambient = wa * surface[a * 2] + wb * surface[b * 2] + wc * surface[c * 2];
    sample.gloss = wa * surface[a * 2 + 1] + wb * surface[b * 2 + 1] + wc * surface[c * 2 + 1];
    const material = materials[index];
    const isSkin = material === MATERIAL.skin;
    const isWet = material === MATERIAL.eye || material === MATERIAL.wet;
    if (isSkin) detailSkin(sample, detail);

    const back = -1 / Math.sqrt(px * px + py * py + pz * pz);
    const vx = px * back;
    const vy = py * back;
    const vz = pz * back;
    let nx = sample.nx;
    let ny = sample.ny;
    let nz = sample.nz;
    let inverse = 1 / Math.sqrt(nx * nx + ny * ny + nz * nz || 1);
    // both faces are drawn: the normal turns to the camera's side, except where it only grazes at the silhouette
    if ((nx * vx + ny * vy + nz * vz) * inverse < -0.25) inverse = -inverse;
    nx *= inverse;
    ny *= inverse;
    nz *= inverse;
    const facing = Math.max(nx * vx + ny * vy + nz * vz, 0);
    const kn = nx * kx + ny * ky + nz * kz;
    // the more a surface slants from the light, the further its own texels in the map stand apart
    // light finds its way behind the lips to the teeth
    const bias = material === MATERIAL.wet ? 9 : 3 + 8 * (1 - Math.max(kn, 0));
    const reach =
      kn > -0.4
        ? lightShare(shadows, px + 3 * nx, py + 3 * ny, pz + 3 * nz, 0.8 + 2.4 * softness, bias, isSkin ? 3 : 4, 5)
        : 0;
    const spread = isSkin ? wrap : 0.1;
    const shaded = ambient < 0.8 ? 0.35 + 0.8125 * ambient : 1;
    lit.keyRed =
      Math.max((kn + spread * 1.6) / (1 + spread * 1.6), 0) * (isSkin ? 0.06 + 0.94 * reach : reach) * shaded;
    lit.key = Math.max((kn + spread) / (1 + spread), 0) * reach * shaded;
    lit.fill =
      Math.max((nx * fill.direction[0] + ny * fill.direction[1] + nz * fill.direction[2] + 0.3) / 1.3, 0) * shaded;
    lit.rim =
      Math.max(nx * rim.direction[0] + ny * rim.direction[1] + nz * rim.direction[2], 0) * (1 - facing) * (1 - facing);
    lit.up = 0.5 - 0.5 * ny;
    lit.ambient = ambient;
    const hx = kx + vx;
    const hy = ky + vy;
    const hz = kz + vz;
    const half = Math.max((nx * hx + ny * hy + nz * hz) / Math.sqrt(hx * hx + hy * hy + hz * hz || 1), 0);
    const grazing = 1 - facing;
    const fresnel = 0.04 + 0.5 * grazing * grazing * grazing * grazing * grazing;
    const open = kn > 0 ? Math.min(1, kn * 4) * reach : 0;
    lit.shine = isWet
      ? open * sample.gloss * (sharpen(half, 9) * 2.5 + sharpen(half, 6) * 0.08)
      : open * sample.gloss * (0.3 * sharpen(half, 4) + 0.8 * sharpen(half, 6)) * (0.3 + fresnel * 2);
    lit.mirrored = sample.gloss * fresnel * 0.3 * ambient;
    const o = at * 3;
    out(o, 0, sample.red, lit);
    out(o, 1, sample.green, lit);
    out(o, 2, sample.blue, lit);
  }
}

interface Lit {
  key: number;
  keyRed: number;
  fill: number;
  rim: number;
  up: number;
  ambient: number;
  shine: number;
  mirrored: number;
}
