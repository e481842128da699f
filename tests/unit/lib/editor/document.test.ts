import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyStep,
  beginDrag,
  cancelGesture,
  canRedo,
  canUndo,
  commitGesture,
  goToState,
  isDirty,
  type LandmarkDocument,
  labelBetween,
  markSaved,
  nudge,
  openDocument,
  previewMove,
  redo,
  settledAnnotation,
  takeMerge,
  undo,
} from '@/lib/editor/document';
import { BURST_PAUSE_MS } from '@/lib/editor/history';
import { patchBetween } from '@/lib/editor/patches';
import type { Annotation, Visibility } from '@/lib/landmarks/annotation';
import { imagePoint } from '@/lib/landmarks/geometry';

const face = (visibility: readonly Visibility[] | null = null): Annotation => ({
  scheme: 'ibug-68',
  points: Array.from({ length: 68 }, (_, i) => imagePoint(10 + 3 * i, 200 - 2 * i)),
  z: Array.from({ length: 68 }, (_, i) => i / 4),
  visibility,
});

const drag = (document: LandmarkDocument, index: number, ...path: (readonly [number, number])[]) =>
  commitGesture(path.reduce((at, place) => previewMove(at, index, place), beginDrag(document, index)));

describe('a drag', () => {
  it('is one named step, however many mouse moves it had', () => {
    const document = drag(openDocument(face(), 3), 36, [1, 2], [5, 6], [7.25, 8.5]);
    expect(document.history.done).toHaveLength(1);
    expect(document.history.done[0].patch).toEqual({
      label: 'Move right eye 1',
      changes: [
        {
          index: 36,
          before: { point: [118, 128], visibility: null },
          after: { point: [7.25, 8.5], visibility: null },
        },
      ],
    });
    expect(undo(document).annotation).toEqual(face());
  });

  it('leaves nothing behind when it is cancelled', () => {
    const start = drag(openDocument(face(), 1), 4, [1, 1]);
    const cancelled = cancelGesture(previewMove(beginDrag(start, 5), 5, [99, 98]));
    expect(cancelled).toEqual(start);
  });

  it('makes no step when the point came back to where it was', () => {
    const document = drag(openDocument(face(), 1), 0, [50, 50], [10, 200]);
    expect(document.history.done).toEqual([]);
    expect(isDirty(document)).toBe(false);
  });

  it('shows its preview but is not part of what may be saved', () => {
    const document = previewMove(beginDrag(openDocument(face(), 1), 0), 0, [77, 78]);
    expect(document.annotation.points[0]).toEqual([77, 78]);
    expect(settledAnnotation(document)).toEqual(face());
  });

  it('is what undo takes back while it is open', () => {
    const start = drag(openDocument(face(), 1), 4, [1, 1]);
    expect(undo(previewMove(beginDrag(start, 4), 4, [2, 2]))).toEqual(start);
  });

  it('keeps the depth of the point', () => {
    expect(drag(openDocument(face(), 1), 8, [0, 0]).annotation.z?.[8]).toBe(2);
  });

  it('makes a missing landmark visible', () => {
    const visibility = Array.from({ length: 68 }, (_, i): Visibility => (i === 7 ? 'missing' : 'hidden'));
    const document = drag(openDocument(face(visibility), 1), 7, [3, 4]);
    expect(document.annotation.visibility?.slice(6, 9)).toEqual(['hidden', 'visible', 'hidden']);
    expect(undo(document).annotation.visibility).toEqual(visibility);
  });
});

describe('nudges', () => {
  it('of one landmark in quick succession are one step', () => {
    let document = openDocument(face(), 1);
    for (const atMs of [0, 100, 200]) document = nudge(document, [2], [0.2, 0], atMs);
    expect(document.history.done).toHaveLength(1);
    expect(document.annotation.points[2][0]).toBeCloseTo(16.6, 12);
    expect(undo(document).annotation).toEqual(face());
  });

  it('after a pause, or of another landmark, are steps of their own', () => {
    let document = nudge(openDocument(face(), 1), [2], [1, 0], 0);
    document = nudge(document, [2], [1, 0], BURST_PAUSE_MS + 1);
    document = nudge(document, [3], [1, 0], BURST_PAUSE_MS + 2);
    expect(document.history.done.map(({ patch }) => patch.label)).toEqual([
      'Nudge jaw 3',
      'Nudge jaw 3',
      'Nudge jaw 4',
    ]);
  });

  it('do nothing to a landmark that nobody has placed', () => {
    const visibility = face().points.map((): Visibility => 'missing');
    const document = openDocument(face(visibility), 1);
    expect(nudge(document, [5], [1, 1], 0)).toBe(document);
  });
});

describe('saving', () => {
  it('makes the document clean at the saved state only, and undo past it dirty again', () => {
    const one = drag(openDocument(face(), 4), 1, [1, 1]);
    const two = drag(markSaved(one, one.state, 5), 2, [2, 2]);
    expect(isDirty(two)).toBe(true);
    expect(isDirty(undo(two))).toBe(false);
    expect(isDirty(undo(undo(two)))).toBe(true);
    expect(isDirty(redo(undo(undo(two))))).toBe(false);
    expect(two.revision).toBe(5);
  });

  it('never takes a new step for a saved one after undo', () => {
    const one = drag(openDocument(face(), 1), 1, [1, 1]);
    const other = drag(undo(markSaved(one, one.state, 2)), 1, [9, 9]);
    expect(isDirty(other)).toBe(true);
  });
});

describe('a merge', () => {
  it('is one step on top of the other revision, so undo brings mine back', () => {
    const theirs = drag(openDocument(face(), 1), 60, [6, 6]).annotation;
    const mine = drag(openDocument(face(), 1), 1, [1, 1]);
    const taken = takeMerge(mine, { annotation: theirs, label: 'Merge version 2 by bert', revision: 2 });
    expect(taken.annotation).toEqual(theirs);
    expect(taken.revision).toBe(2);
    expect(isDirty(taken)).toBe(true);
    expect(undo(taken).annotation).toEqual(mine.annotation);
  });

  it('between schemes is refused', () => {
    const annotation: Annotation = { ...face(), scheme: 'face-synthetics-70' };
    expect(() => takeMerge(openDocument(face(), 1), { annotation, label: 'Merge', revision: 2 })).toThrow(
      'Merge: expected ibug-68, found face-synthetics-70',
    );
  });
});

describe('the list of steps', () => {
  const three = [1, 2, 3].reduce((at, i) => drag(at, i, [i, i]), openDocument(face(), 1));

  it('leads to any state it names, there and back', () => {
    const first = three.history.done[0];
    const early = goToState(three, first.to);
    expect(early.annotation).toEqual(drag(openDocument(face(), 1), 1, [1, 1]).annotation);
    expect(goToState(early, three.state).annotation).toEqual(three.annotation);
    expect(goToState(three, first.from).annotation).toEqual(face());
    expect(goToState(three, 99)).toBe(three);
  });

  it('names what was done, undone and redone', () => {
    expect(labelBetween(openDocument(face(), 1), drag(openDocument(face(), 1), 1, [1, 1]))).toBe('Move jaw 2');
    expect(labelBetween(three, undo(three))).toBe('Undo move jaw 4');
    expect(labelBetween(undo(three), three)).toBe('Redo move jaw 4');
    expect(labelBetween(three, undo(undo(three)))).toBe('Undo 2 steps');
  });
});

type Command = (document: LandmarkDocument) => LandmarkDocument;

const index = fc.integer({ min: 0, max: 67 });
const place = fc.tuple(
  fc.double({ min: -500, max: 900, noNaN: true }),
  fc.double({ min: -500, max: 900, noNaN: true }),
);
const visibilities: readonly Visibility[] = ['visible', 'hidden', 'missing'];

const command: fc.Arbitrary<Command> = fc.oneof(
  index.map(
    (i): Command =>
      (document) =>
        beginDrag(document, i),
  ),
  fc.tuple(index, place).map(
    ([i, at]): Command =>
      (document) =>
        previewMove(document, i, at),
  ),
  fc.constant<Command>(commitGesture),
  fc.constant<Command>(cancelGesture),
  fc.constant<Command>(undo),
  fc.constant<Command>(redo),
  fc.tuple(index, fc.constantFrom(-1, 0.2, 1), fc.integer({ min: 0, max: 10_000 })).map(
    ([i, dx, atMs]): Command =>
      (document) =>
        nudge(document, [i], [dx, -dx], atMs),
  ),
  fc.tuple(index, fc.constantFrom(...visibilities)).map(
    ([i, value]): Command =>
      (document) => {
        const before = settledAnnotation(document);
        const stated = before.visibility ?? before.points.map((): Visibility => 'visible');
        const after = { ...before, visibility: stated.map((old, k) => (k === i ? value : old)) };
        return applyStep(document, patchBetween(`Mark ${value}`, before, after));
      },
  ),
  fc.constant<Command>((document) => markSaved(document, document.state, document.revision + 1)),
);

const toEnd = (document: LandmarkDocument, has: typeof canUndo, move: Command): LandmarkDocument => {
  let at = document;
  while (has(at)) at = move(at);
  return at;
};

describe('any sequence of commands', () => {
  it('all undone gives the start exactly, and redone the end', () => {
    fc.assert(
      fc.property(
        fc.array(command, { maxLength: 200 }),
        fc.constantFrom(
          null,
          face().points.map((_, i) => visibilities[i % 3]),
        ),
        (commands, visibility) => {
          const start = openDocument(face(visibility), 1);
          const end = toEnd(cancelGesture(commands.reduce((at, run) => run(at), start)), canRedo, redo);
          const undone = toEnd(end, canUndo, undo);
          expect(undone.annotation).toEqual(start.annotation);
          expect(undone.state).toBe(start.state);
          const redone = toEnd(undone, canRedo, redo);
          expect(redone.annotation).toEqual(end.annotation);
          expect(redone.state).toBe(end.state);
        },
      ),
      { numRuns: 200 },
    );
  });
});
