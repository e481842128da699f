import { joinPatches, type Patch } from './patches';

/**
 * A step between two numbered states of a document. State numbers are never used twice, so "is this what was saved?"
 * is one comparison, whatever was undone or redone in between.
 */
export interface Step {
  readonly patch: Patch;
  readonly from: number;
  readonly to: number;
  /** steps with the same key may melt into one while they follow quickly; null: never */
  readonly burst: { readonly key: string; readonly atMs: number } | null;
}

/** Plain lists: `done` from oldest to newest, `undone` from the first undone to the last, which redo takes first. */
export interface History {
  readonly done: readonly Step[];
  readonly undone: readonly Step[];
}

export const EMPTY_HISTORY: History = { done: [], undone: [] };

/** Longest pause inside a burst of nudges that is still one step. */
export const BURST_PAUSE_MS = 800;

/** Adds a step, or lets it melt into the newest one of its burst. What was undone can no longer be redone. */
export function pushStep(history: History, step: Step): History {
  const last = history.done.at(-1);
  if (!last || history.undone.length > 0 || !continuesBurst(last, step)) {
    return { done: [...history.done, step], undone: [] };
  }
  const patch = joinPatches(step.patch.label, last.patch, step.patch);
  return { done: [...history.done.slice(0, -1), { ...step, patch, from: last.from }], undone: [] };
}

const continuesBurst = (last: Step, step: Step): boolean =>
  last.burst !== null &&
  step.burst !== null &&
  last.burst.key === step.burst.key &&
  step.burst.atMs - last.burst.atMs <= BURST_PAUSE_MS;

/** The step that undo would take back, and the history after that; null at the start. */
export function popDone(history: History): { step: Step; history: History } | null {
  const step = history.done.at(-1);
  return step ? { step, history: { done: history.done.slice(0, -1), undone: [...history.undone, step] } } : null;
}

/** The step that redo would bring back, and the history after that; null at the end. */
export function popUndone(history: History): { step: Step; history: History } | null {
  const step = history.undone.at(-1);
  return step ? { step, history: { done: [...history.done, step], undone: history.undone.slice(0, -1) } } : null;
}
