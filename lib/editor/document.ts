import { type Annotation, isAnnotated } from '@/lib/landmarks/annotation';
import { imagePoint } from '@/lib/landmarks/geometry';
import { landmarkName, SCHEMES } from '@/lib/landmarks/scheme';
import { EMPTY_HISTORY, type History, popDone, popUndone, pushStep } from './history';
import { applyPatch, invertPatch, movePoint, type Patch, patchBetween } from './patches';

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

const nameOf = (document: LandmarkDocument, index: number): string =>
  landmarkName(SCHEMES[document.annotation.scheme], index);

/** Opens a drag of one landmark; an open gesture is cancelled first. */
export function beginDrag(document: LandmarkDocument, index: number): LandmarkDocument {
  const base = cancelGesture(document);
  return { ...base, gesture: { label: `Move ${nameOf(base, index)}`, start: base.annotation } };
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
 * Moves a landmark by a little; nudges of the same landmark that follow quickly are one step.
 *
 * @param dx, dy image px
 * @param atMs   time of the key press, any clock that only goes forward
 */
export function nudge(
  document: LandmarkDocument,
  index: number,
  dx: number,
  dy: number,
  atMs: number,
): LandmarkDocument {
  const base = cancelGesture(document);
  if (!isAnnotated(base.annotation, index)) return base;
  const [x, y] = base.annotation.points[index];
  const moved = movePoint(base.annotation, index, imagePoint(x + dx, y + dy));
  const patch = patchBetween(`Nudge ${nameOf(base, index)}`, base.annotation, moved);
  return applyStep(base, patch, { key: `nudge ${index}`, atMs });
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
 * After a conflict, this side's labels go on top of the other's: the next save makes them the newest version,
 * and the other's version stays in the sample's history.
 */
export const keepMine = (document: LandmarkDocument, theirRevision: number): LandmarkDocument => ({
  ...document,
  revision: theirRevision,
});

/**
 * After a conflict, the other's labels replace this side's as one step, so undo brings this side's work back.
 *
 * @throws RangeError when the schemes differ: such labels cannot be compared point by point
 */
export function takeTheirs(document: LandmarkDocument, theirs: Annotation, theirRevision: number): LandmarkDocument {
  const base = cancelGesture(document);
  if (theirs.scheme !== base.annotation.scheme) {
    throw new RangeError(`take revision ${theirRevision}: expected ${base.annotation.scheme}, found ${theirs.scheme}`);
  }
  const taken = applyStep(base, patchBetween(`Take revision ${theirRevision}`, base.annotation, theirs));
  return markSaved(taken, taken.state, theirRevision);
}
