import { type Annotation, isAnnotated } from '@/lib/landmarks/annotation';
import { centroid, type ImagePoint, imagePoint } from '@/lib/landmarks/geometry';

type Place = readonly [x: number, y: number];

/** Landmarks of a list that somebody has placed. */
export const placed = (annotation: Annotation, indices: readonly number[]): readonly number[] =>
  indices.filter((index) => index < annotation.points.length && isAnnotated(annotation, index));

/** Sends each placed landmark of a list through a map; everything else stays. */
export function mapPoints(
  annotation: Annotation,
  indices: readonly number[],
  map: (point: ImagePoint, index: number) => Place,
): Annotation {
  const points = annotation.points.slice();
  for (const index of placed(annotation, indices)) points[index] = imagePoint(...map(points[index], index));
  return { ...annotation, points };
}

/** @param by image px */
export const moveBy = (annotation: Annotation, indices: readonly number[], [dx, dy]: Place): Annotation =>
  mapPoints(annotation, indices, ([x, y]) => [x + dx, y + dy]);

/** Turns landmarks round their centre; a positive angle turns clockwise on the screen, as y grows downward. */
export function rotateBy(annotation: Annotation, indices: readonly number[], angleRad: number): Annotation {
  const turn: Place = [Math.cos(angleRad), Math.sin(angleRad)];
  return aroundCentre(annotation, indices, turn);
}

/** Enlarges landmarks from their centre. */
export const scaleBy = (annotation: Annotation, indices: readonly number[], factor: number): Annotation =>
  aroundCentre(annotation, indices, [factor, 0]);

/** Turns and scales landmarks round their centre so that one of them comes to lie at `to`. */
export function swingTo(annotation: Annotation, indices: readonly number[], grip: number, to: Place): Annotation {
  const known = placed(annotation, indices);
  if (!known.includes(grip)) return annotation;
  const [cx, cy] = centroid(known.map((index) => annotation.points[index]));
  const [gx, gy] = [annotation.points[grip][0] - cx, annotation.points[grip][1] - cy];
  const reach = gx * gx + gy * gy;
  if (reach < 1e-9) return annotation; // held at the centre: there is nothing to turn about
  const [tx, ty] = [to[0] - cx, to[1] - cy];
  return aroundCentre(annotation, indices, [(tx * gx + ty * gy) / reach, (ty * gx - tx * gy) / reach]);
}

/** p ↦ c + a·(p − c) in complex numbers, c the centre of the landmarks. */
function aroundCentre(annotation: Annotation, indices: readonly number[], [re, im]: Place): Annotation {
  const known = placed(annotation, indices);
  if (known.length === 0) return annotation;
  const [cx, cy] = centroid(known.map((index) => annotation.points[index]));
  return mapPoints(annotation, known, ([x, y]) => [
    cx + re * (x - cx) - im * (y - cy),
    cy + im * (x - cx) + re * (y - cy),
  ]);
}
