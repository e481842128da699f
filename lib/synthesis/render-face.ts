import type { RgbImage } from '@/lib/image/rgb-image';
import type { Annotation } from '@/lib/landmarks/annotation';
import type { ImagePoint } from '@/lib/landmarks/geometry';
import { createRandom } from '@/lib/random';
import { faceGeometry } from './face-geometry';
import { annotate, placeOutlineJaw, withOutlineJaw } from './face-landmarks';
import { HEAD_PIVOT, type Vec3 } from './head/anatomy';
import { SEGMENT } from './head/segments';
import type { FaceParameters } from './parameter-ranges';
import { composeScene } from './parts/scene';
import type { Strands } from './parts/strands';
import { paintBackground } from './render/background';
import { type Camera, toCamera } from './render/camera';
import { drawLenses } from './render/draw-lenses';
import { castStrandShadows, drawStrands, strandsInCamera } from './render/draw-strands';
import { throughJpeg } from './render/jpeg-blocks';
import { develop, resolveSamples } from './render/lens';
import { setLights } from './render/light';
import { vertexNormals } from './render/mesh';
import { createVisibilityBuffer, EMPTY, projectVertices, rasterize } from './render/rasterizer';
import { shadeMesh } from './render/shade';
import { castShadows } from './render/shadow';

export interface RenderOptions {
  /** side of the square image, px */
  readonly size?: number;
  /** samples a pixel side, 1–4 */
  readonly supersample?: number;
}

/** A rendered face with everything that is known about it. */
export interface SyntheticFace {
  readonly image: RgbImage;
  /** [size·size] Face Synthetics class of each pixel */
  readonly segmentation: Uint8Array;
  /** face-synthetics-70 with z and visibility; the jaw is the projected 3D jaw */
  readonly annotation: Annotation;
  /** the same face with its jaw as the visible outline */
  readonly outlineAnnotation: Annotation;
  /** [17] that jaw alone, image px */
  readonly outlineJaw: readonly ImagePoint[];
  /** [70] head space, mm */
  readonly points3d: readonly Vec3[];
  readonly camera: Camera;
  readonly parameters: FaceParameters;
}

/** Turns directions or points from head space to camera space. @param shift added to points; zero for directions */
function turned(camera: Camera, from: Float32Array, shift: Vec3): Float32Array {
  const r = camera.rotation;
  const to = new Float32Array(from.length);
  for (let p = 0; p < from.length; p += 3) {
    const [x, y, z] = [from[p], from[p + 1], from[p + 2]];
    to[p] = r[0] * x + r[1] * y + r[2] * z + shift[0];
    to[p + 1] = r[3] * x + r[4] * y + r[5] * z + shift[1];
    to[p + 2] = r[6] * x + r[7] * y + r[8] * z + shift[2];
  }
  return to;
}

/**
 * Renders one face. The same parameters and options give the same bytes in Node, worker and browser: all arithmetic is
 * IEEE 754, and where sin, cos, exp and log of two engines could differ in the last bit the value is rounded (`settled`)
 * or stored as float32 before it can reach a pixel or a landmark.
 */
export function renderFace(
  parameters: FaceParameters,
  { size = 256, supersample = 2 }: RenderOptions = {},
): SyntheticFace {
  const { texture, expression, light, lens } = parameters;
  const random = createRandom(texture.seed);
  const geometry = faceGeometry(parameters, size);
  const { camera } = geometry;
  const { mesh, hair, browsAndLashes, lenses } = composeScene(parameters, geometry.shape, random);
  const positions = turned(camera, mesh.positions, camera.translation);
  const normals = turned(camera, vertexNormals(mesh), [0, 0, 0]);
  const inCamera = (strands: Strands) => strandsInCamera(strands, camera);
  const hairInCamera = hair.map(inCamera);
  const lights = setLights(light);
  const shadows = castShadows(lights.key.direction, toCamera(camera, HEAD_PIVOT), positions, mesh.triangles);
  for (const strands of hairInCamera) castStrandShadows(shadows, strands);

  const wide = size * supersample;
  const buffer = createVisibilityBuffer('face', wide, wide);
  rasterize(buffer, projectVertices(camera, mesh.positions, supersample), mesh.triangles);
  const colours = paintBackground(parameters.background, wide, texture.seed);
  shadeMesh(colours, buffer, {
    mesh,
    vertices: { normals, positions },
    lights,
    shadows,
    detail: {
      ...parameters.skin,
      smiling: expression.smile,
      browsUp: expression.browRaise,
      frowning: expression.browLower,
      seed: texture.seed,
    },
  });
  const classes = new Uint8Array(wide * wide);
  for (let i = 0; i < classes.length; i++) {
    classes[i] = buffer.triangle[i] === EMPTY ? SEGMENT.background : mesh.segments[buffer.triangle[i]];
  }
  const target = { colours, segments: classes, buffer };
  const draw = (strands: Strands) => drawStrands(target, strands, camera, supersample, lights, shadows);
  hairInCamera.forEach(draw);
  if (lenses) drawLenses(target, lenses, camera, supersample, lights, parameters.glasses.tint);
  // brows and lashes come after: they hide no landmark, they are what the landmarks describe
  const { points3d, outlineJaw } = geometry;
  const annotation = annotate(camera, points3d, buffer, supersample);
  const jaw = placeOutlineJaw(camera, geometry.shape);
  const outlineAnnotation = withOutlineJaw(annotation, camera, jaw, buffer, supersample);
  browsAndLashes.map(inCamera).forEach(draw);

  const segmentation = new Uint8Array(size * size);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) segmentation[y * size + x] = classes[y * supersample * wide + x * supersample];
  }
  const picture = resolveSamples(colours, size, supersample);
  const image = throughJpeg(develop(picture, size, lens, random.fork('lens')), lens.jpegQuality);
  return { image, segmentation, annotation, outlineAnnotation, outlineJaw, points3d, camera, parameters };
}
