import { describe, expect, it } from 'vitest';
import { mergeAnnotations, withTheirs } from '@/lib/editor/merge';
import { movePoint } from '@/lib/editor/patches';
import type { Annotation, Visibility } from '@/lib/landmarks/annotation';
import { imagePoint } from '@/lib/landmarks/geometry';

const base: Annotation = {
  scheme: 'ibug-68',
  points: Array.from({ length: 68 }, (_, i) => imagePoint(i, 2 * i)),
  z: null,
  visibility: null,
};
const move = (annotation: Annotation, index: number, x: number) => movePoint(annotation, index, [x, x + 1]);

describe('a merge', () => {
  it('takes each point from the side that moved it', () => {
    const merge = mergeAnnotations(base, move(base, 3, 100), move(base, 40, 200));
    expect(merge).toEqual({
      annotation: move(move(base, 3, 100), 40, 200),
      clashes: [],
      mine: [3],
      theirs: [40],
    });
  });

  it('names what both have moved, keeps mine, and gives theirs where it is chosen', () => {
    const mine = move(move(base, 3, 100), 5, 110);
    const theirs = move(move(base, 3, 200), 5, 210);
    const merge = mergeAnnotations(base, mine, theirs);
    expect(merge.clashes.map(({ index, mine: my, theirs: their }) => [index, my.point[0], their.point[0]])).toEqual([
      [3, 100, 200],
      [5, 110, 210],
    ]);
    expect(merge.annotation).toEqual(mine);
    expect(withTheirs(merge, new Set([5]))).toEqual(move(move(base, 3, 100), 5, 210));
    expect(withTheirs(merge, new Set([3, 5]))).toEqual(theirs);
  });

  it('has nothing to choose where both have moved a point alike', () => {
    const both = move(base, 3, 100);
    expect(mergeAnnotations(base, both, both)).toEqual({ annotation: both, clashes: [], mine: [], theirs: [] });
  });

  it('merges what can be seen with what was moved, though only one side states visibility', () => {
    const visibility = base.points.map((_, i): Visibility => (i === 8 ? 'hidden' : 'visible'));
    const merge = mergeAnnotations(base, { ...base, visibility }, move(base, 8, 50));
    expect(merge.clashes.map(({ index }) => index)).toEqual([8]);
    const other = mergeAnnotations(base, { ...base, visibility }, move(base, 9, 50));
    expect(other.clashes).toEqual([]);
    expect(other.annotation).toEqual({ ...move(base, 9, 50), visibility });
  });

  it('between schemes is refused', () => {
    const other: Annotation = { ...base, scheme: 'face-synthetics-70' };
    expect(() => mergeAnnotations(base, base, other)).toThrow('merge: expected ibug-68 on all sides');
  });
});
