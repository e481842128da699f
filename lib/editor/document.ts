import type { Annotation } from '@/lib/landmarks/annotation';
import { landmarkName, SCHEMES } from '@/lib/landmarks/scheme';
import { EMPTY_HISTORY, type History, popDone, popUndone, pushStep } from './history';
import { applyPatch, invertPatch, movePoint, type Patch, patchBetween } from './patches';
import { moveBy } from './transform';

/**
 * The labels of one face while a person works on them. Commands are functions from a document to a document; one that
 * has nothing to do gives back the very same document.
 *
 * Two countings are kept apart. `revision` is the server's: the version this work is based on, sent with each save.
 * `state` is ours: each step leads to a new number, and undo leads back to the old one, so the document is dirty
 * exactly while `state ≠ savedState`.
 */
export interface LandmarkDocument {
  /** what is on the screen: with an open gesture, its preview */
  readonly annotation: Annotation;
  readonly revision: number;
  readonly state: number;
  readonly savedState: number;
  /** highest state number given out */
  readonly lastState: number;
  readonly history: History;
  readonly gesture: Gesture | null;
}

/** Work between `begin` and `commit` or `cancel`: one step, however many mouse moves. */
export interface Gesture {
  readonly label: string;
  readonly start: Annotation;
}

export const openDocument = (annotation: Annotation, revision: number): LandmarkDocument => ({
  annotation,
  revision,
  state: 0,
  savedState: 0,
  lastState: 0,
  history: EMPTY_HISTORY,
  gesture: null,
});

export const isDirty = (document: LandmarkDocument): boolean => document.state !== document.savedState;
export const canUndo = (document: LandmarkDocument): boolean => document.history.done.length > 0;
export const canRedo = (document: LandmarkDocument): boolean => document.history.undone.length > 0;

/** The labels without an unfinished gesture: what may be saved. */
export const settledAnnotation = (document: LandmarkDocument): Annotation =>
  document.gesture?.start ?? document.annotation;

/** One landmark by its name, several by their number. */
export const namesOf = ({ annotation }: LandmarkDocument, indices: readonly number[]): string =>
  indices.length === 1 ? landmarkName(SCHEMES[annotation.scheme], indices[0]) : `${indices.length} landmarks`;

/** Opens a drag of landmarks; an open gesture is cancelled first. */
export function beginDrag(document: LandmarkDocument, ...indices: readonly number[]): LandmarkDocument {
  const base = cancelGesture(document);
  return { ...base, gesture: { label: `Move ${namesOf(base, indices)}`, start: base.annotation } };
}

/** Shows a landmark somewhere else; nothing is remembered until the gesture is committed. */
export function previewMove(
  document: LandmarkDocument,
  index: number,
  point: readonly [number, number],
): LandmarkDocument {
  if (!document.gesture) return document;
  return { ...document, annotation: movePoint(document.annotation, index, point) };
}

/** Shows what a function makes of the labels as they were when the gesture began. */
export const previewFrom = (document: LandmarkDocument, change: (start: Annotation) => Annotation): LandmarkDocument =>
  document.gesture ? { ...document, annotation: change(document.gesture.start) } : document;

/** Makes the open gesture one step; a gesture that changed nothing leaves no step. */
export function commitGesture(document: LandmarkDocument): LandmarkDocument {
  const { gesture } = document;
  if (!gesture) return document;
  const closed = { ...document, annotation: gesture.start, gesture: null };
  return applyStep(closed, patchBetween(gesture.label, gesture.start, document.annotation));
}

export function cancelGesture(document: LandmarkDocument): LandmarkDocument {
  return document.gesture ? { ...document, annotation: document.gesture.start, gesture: null } : document;
}

/** Does one finished step. An open gesture is cancelled first. */
export function applyStep(
  document: LandmarkDocument,
  patch: Patch,
  burst: { key: string; atMs: number } | null = null,
): LandmarkDocument {
  const base = cancelGesture(document);
  if (patch.changes.length === 0) return base;
  const state = base.lastState + 1;
  return {
    ...base,
    annotation: applyPatch(base.annotation, patch),
    state,
    lastState: state,
    history: pushStep(base.history, { patch, from: base.state, to: state, burst }),
  };
}

/**
 * Moves landmarks by a little; nudges of the same ones that follow quickly are one step.
 *
 * @param by   image px
 * @param atMs time of the key press, any clock that only goes forward
 */
export function nudge(
  document: LandmarkDocument,
  indices: readonly number[],
  by: readonly [dx: number, dy: number],
  atMs: number,
): LandmarkDocument {
  const base = cancelGesture(document);
  const patch = patchBetween(`Nudge ${namesOf(base, indices)}`, base.annotation, moveBy(base.annotation, indices, by));
  return applyStep(base, patch, { key: `nudge ${indices}`, atMs });
}

/** Takes back the newest step. While a gesture is open, that is what is taken back. */
export function undo(document: LandmarkDocument): LandmarkDocument {
  if (document.gesture) return cancelGesture(document);
  const popped = popDone(document.history);
  if (!popped) return document;
  return {
    ...document,
    annotation: applyPatch(document.annotation, invertPatch(popped.step.patch)),
    state: popped.step.from,
    history: popped.history,
  };
}

export function redo(document: LandmarkDocument): LandmarkDocument {
  if (document.gesture) return document;
  const popped = popUndone(document.history);
  if (!popped) return document;
  return {
    ...document,
    annotation: applyPatch(document.annotation, popped.step.patch),
    state: popped.step.to,
    history: popped.history,
  };
}

/** The server has kept `state` as `revision`. The history stays: undo past a save makes a new version. */
export const markSaved = (document: LandmarkDocument, state: number, revision: number): LandmarkDocument => ({
  ...document,
  savedState: state,
  revision,
});

/**
 * What came out of a merge, as one step on top of the other's revision: undo takes the other's part back again.
 *
 * @throws RangeError when the schemes differ: such labels cannot be compared point by point
 */
export function takeMerge(
  document: LandmarkDocument,
  { annotation, label, revision }: { annotation: Annotation; label: string; revision: number },
): LandmarkDocument {
  const base = cancelGesture(document);
  if (annotation.scheme !== base.annotation.scheme) {
    throw new RangeError(`${label}: expected ${base.annotation.scheme}, found ${annotation.scheme}`);
  }
  return { ...applyStep(base, patchBetween(label, base.annotation, annotation)), revision };
}

/** The name of what led from one state of a document to another. */
export function labelBetween(before: LandmarkDocument, after: LandmarkDocument): string {
  const undone = after.history.undone.length - before.history.undone.length;
  const last = after.history.done.at(-1)?.patch.label ?? 'start';
  if (after.lastState > before.lastState || undone === 0) return last;
  if (undone === 1) return `Undo ${lowerFirst(after.history.undone.at(-1)?.patch.label ?? '')}`;
  if (undone === -1) return `Redo ${lowerFirst(last)}`;
  return undone > 0 ? `Undo ${undone} steps` : `Redo ${-undone} steps`;
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** Undoes or redoes until the document stands in a state of its history; any other number leaves it as it is. */
export function goToState(document: LandmarkDocument, state: number): LandmarkDocument {
  const { done, undone } = document.history;
  const isBefore = done.some(({ from }) => from === state);
  const isAfter = undone.some(({ to }) => to === state);
  if (!isBefore && !isAfter) return document;
  let at = cancelGesture(document);
  while (at.state !== state) at = isBefore ? undo(at) : redo(at);
  return at;
}
