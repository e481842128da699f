import { type Annotation, isAnnotated } from '@/lib/landmarks/annotation';

/**
 * The annotated landmark nearest to a place, so that crowded lips can be taken hold of at any zoom.
 *
 * @param place  image px
 * @param radius farthest that still counts, image px
 */
export function pickLandmark(annotation: Annotation, place: readonly [number, number], radius: number): number | null {
  let best: number | null = null;
  let bestDistance = radius;
  for (let index = 0; index < annotation.points.length; index++) {
    if (!isAnnotated(annotation, index)) continue;
    const [x, y] = annotation.points[index];
    const distance = Math.hypot(x - place[0], y - place[1]);
    if (distance <= bestDistance) {
      best = index;
      bestDistance = distance;
    }
  }
  return best;
}
