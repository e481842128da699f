/** What a triangle is made of; decides how its pixels are shaded. */
export const MATERIAL = { skin: 0, eye: 1, wet: 2, cloth: 3, plastic: 4, glass: 5 } as const;
export type Material = (typeof MATERIAL)[keyof typeof MATERIAL];

/** A triangle mesh in head space. All arrays are flat; V vertices, T triangles. */
export interface Mesh {
  /** [V·3] mm */
  readonly positions: Float32Array;
  /** [V·3] linear RGB albedo, 0–1 */
  readonly colours: Float32Array;
  /** [V·3] coordinates for procedural detail: the template's own place, mm */
  readonly texture: Float32Array;
  /** [V·2] ambient light that reaches the place (0–1), gloss (0–1) */
  readonly surface: Float32Array;
  /** [T·3] */
  readonly triangles: Uint32Array;
  /** [T] */
  readonly segments: Uint8Array;
  /** [T] */
  readonly materials: Uint8Array;
}

/** Grows a mesh vertex by vertex; for the small parts. */
export class MeshBuilder {
  private readonly positions: number[] = [];
  private readonly colours: number[] = [];
  private readonly texture: number[] = [];
  private readonly surface: number[] = [];
  private readonly triangles: number[] = [];
  private readonly segments: number[] = [];
  private readonly materials: number[] = [];

  vertex(
    position: ArrayLike<number>,
    colour: ArrayLike<number>,
    { texture = position, ambient = 1, gloss = 0.3 }: VertexExtras = {},
  ): number {
    this.positions.push(position[0], position[1], position[2]);
    this.colours.push(colour[0], colour[1], colour[2]);
    this.texture.push(texture[0], texture[1], texture[2]);
    this.surface.push(ambient, gloss);
    return this.positions.length / 3 - 1;
  }

  triangle(a: number, b: number, c: number, segment: number, material: Material): void {
    this.triangles.push(a, b, c);
    this.segments.push(segment);
    this.materials.push(material);
  }

  quad(a: number, b: number, c: number, d: number, segment: number, material: Material): void {
    this.triangle(a, b, c, segment, material);
    this.triangle(a, c, d, segment, material);
  }

  build(): Mesh {
    return {
      positions: Float32Array.from(this.positions),
      colours: Float32Array.from(this.colours),
      texture: Float32Array.from(this.texture),
      surface: Float32Array.from(this.surface),
      triangles: Uint32Array.from(this.triangles),
      segments: Uint8Array.from(this.segments),
      materials: Uint8Array.from(this.materials),
    };
  }
}

export interface VertexExtras {
  readonly texture?: ArrayLike<number>;
  readonly ambient?: number;
  readonly gloss?: number;
}

const joinFloats = (arrays: readonly Float32Array[]): Float32Array => {
  const joined = new Float32Array(arrays.reduce((sum, array) => sum + array.length, 0));
  let at = 0;
  for (const array of arrays) {
    joined.set(array, at);
    at += array.length;
  }
  return joined;
};

export function joinMeshes(meshes: readonly Mesh[]): Mesh {
  const triangles = new Uint32Array(meshes.reduce((sum, mesh) => sum + mesh.triangles.length, 0));
  const segments = new Uint8Array(triangles.length / 3);
  const materials = new Uint8Array(triangles.length / 3);
  let at = 0;
  let base = 0;
  for (const mesh of meshes) {
    for (let i = 0; i < mesh.triangles.length; i++) triangles[at + i] = mesh.triangles[i] + base;
    segments.set(mesh.segments, at / 3);
    materials.set(mesh.materials, at / 3);
    at += mesh.triangles.length;
    base += mesh.positions.length / 3;
  }
  return {
    positions: joinFloats(meshes.map((mesh) => mesh.positions)),
    colours: joinFloats(meshes.map((mesh) => mesh.colours)),
    texture: joinFloats(meshes.map((mesh) => mesh.texture)),
    surface: joinFloats(meshes.map((mesh) => mesh.surface)),
    triangles,
    segments,
    materials,
  };
}

/** Area-weighted vertex normals. @returns [V·3] unit vectors that point out of counter-clockwise faces (x right, y down) */
export function vertexNormals({ positions, triangles }: Pick<Mesh, 'positions' | 'triangles'>): Float32Array {
  const normals = new Float32Array(positions.length);
  for (let i = 0; i < triangles.length; i += 3) {
    const a = triangles[i] * 3;
    const b = triangles[i + 1] * 3;
    const c = triangles[i + 2] * 3;
    const ux = positions[b] - positions[a];
    const uy = positions[b + 1] - positions[a + 1];
    const uz = positions[b + 2] - positions[a + 2];
    const vx = positions[c] - positions[a];
    const vy = positions[c + 1] - positions[a + 1];
    const vz = positions[c + 2] - positions[a + 2];
    const nx = vy * uz - vz * uy;
    const ny = vz * ux - vx * uz;
    const nz = vx * uy - vy * ux;
    for (const p of [a, b, c]) {
      normals[p] += nx;
      normals[p + 1] += ny;
      normals[p + 2] += nz;
    }
  }
  for (let p = 0; p < normals.length; p += 3) {
    const length = Math.hypot(normals[p], normals[p + 1], normals[p + 2]) || 1;
    normals[p] /= length;
    normals[p + 1] /= length;
    normals[p + 2] /= length;
  }
  return normals;
}
