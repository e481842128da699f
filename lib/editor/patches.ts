import type { Annotation, Visibility } from '@/lib/landmarks/annotation';
import { type ImagePoint, imagePoint } from '@/lib/landmarks/geometry';

/** One landmark as the editor holds it. */
export interface PointState {
  readonly point: ImagePoint;
  /** null where the annotation does not state visibility at all */
  readonly visibility: Visibility | null;
}

export interface PointChange {
  readonly index: number;
  readonly before: PointState;
  readonly after: PointState;
}

/** A step of work as data: what it is called, and every landmark it touched, once each. */
export interface Patch {
  readonly label: string;
  readonly changes: readonly PointChange[];
}

export const pointState = (annotation: Annotation, index: number): PointState => ({
  point: annotation.points[index],
  visibility: annotation.visibility?.[index] ?? null,
});

export const isSameState = (a: PointState, b: PointState): boolean =>
  a.point[0] === b.point[0] && a.point[1] === b.point[1] && a.visibility === b.visibility;

/** Whether two annotations of one scheme say the same of every landmark. */
export const isSameAnnotation = (a: Annotation, b: Annotation): boolean =>
  a.points.every((_, index) => isSameState(pointState(a, index), pointState(b, index)));

/** The step from one annotation to another of the same scheme; its changes are empty when they are equal. */
export function patchBetween(label: string, before: Annotation, after: Annotation): Patch {
  const changes: PointChange[] = [];
  for (let index = 0; index < before.points.length; index++) {
    const change = { index, before: pointState(before, index), after: pointState(after, index) };
    if (!isSameState(change.before, change.after)) changes.push(change);
  }
  return { label, changes };
}

export const invertPatch = ({ label, changes }: Patch): Patch => ({
  label,
  changes: changes.map(({ index, before, after }) => ({ index, before: after, after: before })),
});

/**
 * Two steps made one: `second` follows `first` at once. Landmarks that came back to where they were drop out.
 */
export function joinPatches(label: string, first: Patch, second: Patch): Patch {
  const changes = new Map(first.changes.map((change) => [change.index, change]));
  for (const change of second.changes) {
    const earlier = changes.get(change.index);
    changes.set(change.index, earlier ? { ...change, before: earlier.before } : change);
  }
  return { label, changes: [...changes.values()].filter(({ before, after }) => !isSameState(before, after)) };
}

/**
 * Sets the landmarks of a patch to their state after it. Depth stays: a drag moves a point in the image plane only.
 *
 * @throws RangeError when the patch would leave visibility stated for some landmarks and not for others
 */
export function applyPatch(annotation: Annotation, { label, changes }: Patch): Annotation {
  const points = annotation.points.slice();
  const visibility: (Visibility | null)[] = annotation.visibility?.slice() ?? points.map(() => null);
  for (const { index, after } of changes) {
    points[index] = after.point;
    visibility[index] = after.visibility;
  }
  return { ...annotation, points, visibility: allOrNothing(visibility, label) };
}

function allOrNothing(visibility: readonly (Visibility | null)[], label: string): readonly Visibility[] | null {
  const stated = visibility.filter((value) => value !== null);
  if (stated.length === 0) return null;
  if (stated.length === visibility.length) return stated;
  throw new RangeError(`${label}: expected visibility for all ${visibility.length} landmarks, found ${stated.length}`);
}

/** Moves one landmark; its visibility stays, except that a missing one is visible once somebody has placed it. */
export function movePoint(annotation: Annotation, index: number, [x, y]: readonly [number, number]): Annotation {
  const points = annotation.points.slice();
  points[index] = imagePoint(x, y);
  const visibility = annotation.visibility?.map((value, i) => (i === index && value === 'missing' ? 'visible' : value));
  return { ...annotation, points, visibility: visibility ?? null };
}
