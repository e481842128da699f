import type { Annotation } from '@/lib/landmarks/annotation';
import { applyPatch, isSameState, type PointChange, type PointState, pointState } from './patches';

/** A landmark that both sides have changed, each in its own way. */
export interface Clash {
  readonly index: number;
  readonly mine: PointState;
  readonly theirs: PointState;
}

export interface Merge {
  /** everybody's changes; where both changed a landmark, mine */
  readonly annotation: Annotation;
  readonly clashes: readonly Clash[];
  /** landmarks that only I have changed */
  readonly mine: readonly number[];
  /** landmarks that only they have changed */
  readonly theirs: readonly number[];
}

/**
 * Three-way merge, landmark by landmark: what one side left as it was takes the other side's change.
 *
 * @param base what both sides began with
 * @throws RangeError when the schemes differ: such labels cannot be compared point by point
 */
export function mergeAnnotations(base: Annotation, mine: Annotation, theirs: Annotation): Merge {
  if (base.scheme !== mine.scheme || theirs.scheme !== mine.scheme) {
    throw new RangeError(`merge: expected ${mine.scheme} on all sides, found ${base.scheme} and ${theirs.scheme}`);
  }
  const states = [base, mine, theirs].some(({ visibility }) => visibility !== null);
  const [from, my, their] = [base, mine, theirs].map((side) => (states ? withVisibility(side) : side));
  const clashes: Clash[] = [];
  const onlyMine: number[] = [];
  const onlyTheirs: number[] = [];
  const changes: PointChange[] = [];
  for (let index = 0; index < from.points.length; index++) {
    const before = pointState(from, index);
    const myState = pointState(my, index);
    const theirState = pointState(their, index);
    const iChanged = !isSameState(before, myState);
    const theyChanged = !isSameState(before, theirState);
    if (iChanged && theyChanged && !isSameState(myState, theirState)) {
      clashes.push({ index, mine: myState, theirs: theirState });
    } else if (iChanged && !theyChanged) onlyMine.push(index);
    else if (theyChanged && !iChanged) onlyTheirs.push(index);
    if (iChanged && !isSameState(myState, theirState)) changes.push({ index, before: theirState, after: myState });
  }
  return { annotation: applyPatch(their, { label: 'merge', changes }), clashes, mine: onlyMine, theirs: onlyTheirs };
}

/** The merge after a choice was made at the clashes; those that are not named stay mine. */
export const withTheirs = ({ annotation, clashes }: Merge, chosen: ReadonlySet<number>): Annotation =>
  applyPatch(annotation, {
    label: 'merge',
    changes: clashes
      .filter(({ index }) => chosen.has(index))
      .map(({ index, mine, theirs }) => ({ index, before: mine, after: theirs })),
  });

/** A source that does not state visibility means: all of them are annotated. */
export const withVisibility = (annotation: Annotation): Annotation =>
  annotation.visibility ? annotation : { ...annotation, visibility: annotation.points.map(() => 'visible') };
