import { type Annotation, isAnnotated } from '@/lib/landmarks/annotation';
import { distance } from '@/lib/landmarks/geometry';
import { isSameState, pointState } from './patches';

/** A landmark that two versions hold differently. */
export interface MovedLandmark {
  readonly index: number;
  /** image px; null where one of the versions lacks the landmark */
  readonly distance: number | null;
  /** what became of its visibility; null: nothing */
  readonly visibility: string | null;
}

/** Landmarks that differ, farthest first; those that only came, went or were hidden stand last, in scheme order. */
export function movedLandmarks(before: Annotation, after: Annotation): readonly MovedLandmark[] {
  const count = Math.min(before.points.length, after.points.length);
  const moved = Array.from({ length: count }, (_, index): MovedLandmark | null => {
    const [from, to] = [pointState(before, index), pointState(after, index)];
    const [was, is] = [from.visibility ?? 'visible', to.visibility ?? 'visible'];
    if (isSameState({ ...from, visibility: was }, { ...to, visibility: is })) return null;
    const isInBoth = isAnnotated(before, index) && isAnnotated(after, index);
    const apart = isInBoth ? distance(from.point, to.point) : null;
    return { index, distance: apart || null, visibility: was === is ? null : `${was} → ${is}` };
  });
  return moved.filter((entry) => entry !== null).sort((a, b) => (b.distance ?? -1) - (a.distance ?? -1));
}
