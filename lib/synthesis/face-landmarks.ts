import type { Annotation, Visibility } from '@/lib/landmarks/annotation';
import { type ImagePoint, imagePoint } from '@/lib/landmarks/geometry';
import { HEAD_PIVOT, type Vec3 } from './head/anatomy';
import type { HeadShape } from './head/shape-head';
import { type Camera, projectPoint, toCamera } from './render/camera';
import type { VisibilityBuffer } from './render/rasterizer';

/** A landmark still counts as seen when what the camera meets lies at most this far in front of it, mm. */
const VISIBLE_WITHIN_MM = 4;

/** [70] head space, mm: the 68 landmarks on the skin, then the pupils' centres on the eyeballs. */
export function landmarks3d({ template, positions }: HeadShape, rightPupil: Vec3, leftPupil: Vec3): Vec3[] {
  const points = template.landmarks.map((v): Vec3 => [positions[v * 3], positions[v * 3 + 1], positions[v * 3 + 2]]);
  return [...points, rightPupil, leftPupil];
}

/**
 * Whether the camera sees the point: nothing in the depth buffer of the skin, hair and glasses lies before it.
 * Points outside the image are hidden: nobody can see them there.
 */
export function visibilityOf(camera: Camera, point: Vec3, buffer: VisibilityBuffer, supersample: number): Visibility {
  return seenAt({ point: projectPoint(camera, point), depthMm: toCamera(camera, point)[2] }, buffer, supersample);
}

/** A landmark in front of the camera. */
export interface PlacedLandmark {
  readonly point: ImagePoint;
  /** from the camera */
  readonly depthMm: number;
}

function seenAt({ point: [u, v], depthMm }: PlacedLandmark, buffer: VisibilityBuffer, supersample: number): Visibility {
  const x = Math.round((u + 0.5) * supersample - 0.5);
  const y = Math.round((v + 0.5) * supersample - 0.5);
  if (x < 0 || y < 0 || x >= buffer.width || y >= buffer.height) return 'hidden';
  const nearest = buffer.inverseDepth[y * buffer.width + x];
  return nearest === 0 || depthMm - 1 / nearest <= VISIBLE_WITHIN_MM ? 'visible' : 'hidden';
}

/** On the rim a pixel more or less is many millimetres of depth: seen there, or a pixel beside it, is seen. */
function seenOnRim(
  { point: [u, v], depthMm }: PlacedLandmark,
  buffer: VisibilityBuffer,
  supersample: number,
): Visibility {
  for (const dy of [0, -1, 1]) {
    for (const dx of [0, -1, 1]) {
      if (seenAt({ point: imagePoint(u + dx, v + dy), depthMm }, buffer, supersample) === 'visible') return 'visible';
    }
  }
  return 'hidden';
}

/** The annotation of the 3D points; z is in image px, 0 at the depth of the head's pivot. */
export function annotate(
  camera: Camera,
  points: readonly Vec3[],
  buffer: VisibilityBuffer,
  supersample: number,
): Annotation {
  const [, , pivotDepth] = toCamera(camera, HEAD_PIVOT);
  const pxPerMm = camera.focalPx / pivotDepth;
  return {
    scheme: 'face-synthetics-70',
    points: points.map((point) => projectPoint(camera, point)),
    z: points.map((point) => (toCamera(camera, point)[2] - pivotDepth) * pxPerMm),
    visibility: points.map((point) => visibilityOf(camera, point, buffer, supersample)),
  };
}

/** The same annotation with the jaw of the other convention. @param jaw [17] as outlineJaw places it */
export function withOutlineJaw(
  annotation: Annotation,
  camera: Camera,
  jaw: readonly PlacedLandmark[],
  buffer: VisibilityBuffer,
  supersample: number,
): Annotation {
  const [, , pivotDepth] = toCamera(camera, HEAD_PIVOT);
  const pxPerMm = camera.focalPx / pivotDepth;
  const { points, z, visibility, ...rest } = annotation;
  const replace = <T>(values: readonly T[] | null, first: readonly T[]) =>
    values && [...first, ...values.slice(first.length)];
  return {
    ...rest,
    points: [...jaw.map(({ point }) => point), ...points.slice(jaw.length)],
    z: replace(
      z,
      jaw.map(({ depthMm }) => (depthMm - pivotDepth) * pxPerMm),
    ),
    visibility: replace(
      visibility,
      jaw.map((landmark) => seenOnRim(landmark, buffer, supersample)),
    ),
  };
}

/** Sine of the turn at which the near side's jaw points have slid all the way to the ear. */
const FULL_SLIDE = 0.6;

/**
 * The jaw as people draw it in a photo. On the far side each jaw landmark slides along its line towards the middle of the
 * face to the place that stands out furthest (landmark marching, Zhu et al., "High-Fidelity Pose and Expression
 * Normalization", CVPR 2015); on the near side it slides back along the jaw towards the ear as that comes into view.
 *
 * @returns [17]
 */
export function placeOutlineJaw(camera: Camera, { template, positions }: HeadShape): PlacedLandmark[] {
  const [r0, , , r3, , , r6] = camera.rotation;
  // the head's sideways axis seen in the image; where it points at the camera, the image's own axis
  const length = Math.hypot(r0, r3);
  const side = length > 0.1 ? [r0 / length, r3 / length] : [1, 0];
  const project = (v: number): PlacedLandmark => {
    const place: Vec3 = [positions[v * 3], positions[v * 3 + 1], positions[v * 3 + 2]];
    return { point: projectPoint(camera, place), depthMm: toCamera(camera, place)[2] };
  };
  return template.layout.jawSlides.map(({ back, front }, i) => {
    const outward = i < 8 ? -1 : i > 8 ? 1 : 0;
    const near = Math.min(1, Math.max(0, (-outward * r6) / FULL_SLIDE)) * (back.length - 1);
    if (near > 0) {
      const k = Math.min(Math.floor(near), back.length - 2);
      const [from, to] = [project(back[k]), project(back[k + 1])];
      const [p, q] = [from.point, to.point];
      return {
        point: imagePoint(p[0] + (q[0] - p[0]) * (near - k), p[1] + (q[1] - p[1]) * (near - k)),
        depthMm: from.depthMm + (to.depthMm - from.depthMm) * (near - k),
      };
    }
    let best = project(front[0]);
    let furthest = -Infinity;
    for (const v of front) {
      const placed = project(v);
      const reach = outward * (placed.point[0] * side[0] + placed.point[1] * side[1]);
      if (reach > furthest + 1e-9) {
        best = placed;
        furthest = reach;
      }
    }
    return best;
  });
}

/** [17] image px: the places alone. */
export const outlineJaw = (camera: Camera, shape: HeadShape): ImagePoint[] =>
  placeOutlineJaw(camera, shape).map(({ point }) => point);
