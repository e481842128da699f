import { describe, expect, it } from 'vitest';
import { applyPatch, invertPatch, joinPatches, movePoint, patchBetween } from '@/lib/editor/patches';
import type { Annotation, Visibility } from '@/lib/landmarks/annotation';
import { imagePoint } from '@/lib/landmarks/geometry';

const face: Annotation = {
  scheme: 'ibug-68',
  points: Array.from({ length: 68 }, (_, i) => imagePoint(i, 2 * i)),
  z: null,
  visibility: null,
};

describe('a patch', () => {
  it('names each landmark that changed once, with both states', () => {
    const after = movePoint(movePoint(face, 3, [10, 11]), 60, [12, 13]);
    expect(patchBetween('Move', face, after).changes.map(({ index, after: { point } }) => [index, ...point])).toEqual([
      [3, 10, 11],
      [60, 12, 13],
    ]);
  });

  it('applied gives the annotation it was made for, and inverted the one before', () => {
    const visibility = face.points.map((_, i): Visibility => (i === 4 ? 'hidden' : 'visible'));
    const after: Annotation = { ...movePoint(face, 3, [10, 11]), visibility };
    const patch = patchBetween('Hide', face, after);
    expect(applyPatch(face, patch)).toEqual(after);
    expect(applyPatch(after, invertPatch(patch))).toEqual(face);
  });

  it('never leaves visibility half stated', () => {
    const state = { point: imagePoint(0, 0), visibility: null };
    const patch = {
      label: 'Hide',
      changes: [{ index: 0, before: state, after: { ...state, visibility: 'hidden' as const } }],
    };
    expect(() => applyPatch(face, patch)).toThrow('Hide: expected visibility for all 68 landmarks, found 1');
  });

  it('joined to the next keeps the first before and the last after, and drops what came back', () => {
    const middle = movePoint(movePoint(face, 3, [10, 11]), 5, [50, 51]);
    const end = movePoint(movePoint(middle, 3, [20, 21]), 5, face.points[5]);
    const joined = joinPatches('Both', patchBetween('A', face, middle), patchBetween('B', middle, end));
    expect(joined).toEqual({
      label: 'Both',
      changes: [
        {
          index: 3,
          before: { point: [3, 6], visibility: null },
          after: { point: [20, 21], visibility: null },
        },
      ],
    });
  });
});
