import { createStore, type StoreApi } from 'zustand';
import type { AnnotationVersion } from '@/lib/contracts/annotation-versions';
import type { ReviewChange, ReviewState } from '@/lib/contracts/review';
import type { SampleDetail } from '@/lib/contracts/sample';
import {
  applyStep,
  beginDrag,
  cancelGesture,
  commitGesture,
  type LandmarkDocument,
  labelBetween,
  markSaved,
  nudge,
  openDocument,
  previewFrom,
  redo,
  settledAnnotation,
  takeMerge,
  undo,
} from '@/lib/editor/document';
import type { JournalEntry } from '@/lib/editor/journal';
import { isSameAnnotation, patchBetween } from '@/lib/editor/patches';
import { blankAnnotation, nextToPlace } from '@/lib/editor/place-order';
import { type Conflict, createSaveChain, type SaveChain } from '@/lib/editor/save-chain';
import type { SaveStatus } from '@/lib/editor/save-queue';
import { moveBy, swingTo } from '@/lib/editor/transform';
import type { Annotation } from '@/lib/landmarks/annotation';
import { uniqueId } from '@/lib/unique-id';
import { beginChain, journal, orphanedGestures } from './gesture-journal';
import { requestDetail, sendGesture } from './label-requests';

/** Pause after the last key of a burst before it is sent; it is in the journal at once. */
const BURST_SETTLE_MS = 600;

export type Command = (document: LandmarkDocument) => LandmarkDocument;

export interface EditorState {
  /** as the server last told it; predictions and versions follow every save */
  readonly detail: SampleDetail;
  /** null: nobody has labelled this face */
  readonly document: LandmarkDocument | null;
  readonly save: SaveStatus;
  /** gestures that the server has not got yet */
  readonly unsaved: number;
  /** each of them would outlive the browser */
  readonly isKept: boolean;
  readonly conflict: Conflict | null;
  /** the point in hand; neither it nor the others chosen nor hover are part of the history */
  readonly selected: number | null;
  /** every landmark chosen, the point in hand among them */
  readonly selection: readonly number[];
  readonly hovered: number | null;
  /** the version that the labels are compared with on the stage */
  readonly compared: AnnotationVersion | null;
  /** the landmark that the next click places; null: clicks choose and drag */
  readonly placing: number | null;
}

export interface EditorSession {
  readonly store: StoreApi<EditorState>;
  /** takes one point in hand, or lets go of all */
  select(index: number | null): void;
  selectMany(indices: readonly number[]): void;
  toggle(index: number): void;
  hover(index: number | null): void;
  compareWith(version: AnnotationVersion | null): void;
  place(index: number | null): void;
  /** begins to move every chosen landmark by the one that is held */
  beginDrag(index: number): void;
  /** @param swing turns and scales the chosen landmarks round their centre instead of moving them */
  dragTo(index: number, point: readonly [number, number], swing: boolean): void;
  commitDrag(): void;
  cancelDrag(): void;
  /** does one command, undo and redo among them: what it changes is one kept gesture */
  run(command: Command): void;
  /** the same for a key that may be pressed again at once: the presses that melt into one step are one gesture */
  runBurst(command: Command): void;
  nudge(dx: number, dy: number): void;
  undo(): void;
  redo(): void;
  /** sends what is waiting, now */
  flush(): void;
  retrySave(): void;
  /** ends a conflict. @param chosen landmarks where theirs is right */
  resolve(chosen: ReadonlySet<number>): void;
  /** news of the same sample, e.g. after a model has run; never touches the labels in work */
  updateDetail(detail: SampleDetail): void;
  /** what somebody has decided about the face, as it will stand with the server */
  noteReview(change: ReviewChange): void;
  /** whether the labels are not as this page has met them */
  hasCorrections(): boolean;
}

/** Work on one face: its document, its selection and its saving. Lives on while another face is looked at. */
export function createEditorSession(detail: SampleDetail): EditorSession {
  const store = createStore<EditorState>(() => ({
    detail,
    document: detail.annotation && openDocument(detail.annotation, detail.revision),
    save: { kind: 'idle' },
    unsaved: 0,
    isKept: true,
    conflict: null,
    selected: null,
    selection: [],
    hovered: null,
    compared: null,
    placing: null,
  }));
  const chain = createChain(detail.id, store);
  const met = { annotation: detail.annotation, reviewState: detail.reviewState };
  const isAsMet = ({ annotation }: { readonly annotation: Annotation }) =>
    met.annotation !== null && isSameAnnotation(met.annotation, annotation);
  /** A correction makes a face fixed, and taking all of it back makes it what it was; a new face is fixed when it is whole. */
  const stateWith = (after: Annotation): ReviewState => {
    if (met.reviewState === 'ambiguous' || isAsMet({ annotation: after })) return met.reviewState;
    return met.annotation === null && nextToPlace(after) !== null ? 'to-fix' : 'fixed';
  };
  if (typeof window !== 'undefined') void resume(store, chain);

  let burstTimer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    clearTimeout(burstTimer);
    burstTimer = undefined;
    chain.holdNewest(false);
    chain.request();
  };

  const show = (command: Command) => {
    const { document } = store.getState();
    if (document) store.setState({ document: command(document) });
  };
  /** @returns whether there was anything to keep */
  const perform = (command: Command, isBurst: boolean): boolean => {
    const before = store.getState().document;
    if (!before) return false;
    const after = command(before);
    store.setState({ document: after });
    if (after.state === before.state) return false;
    const reviewState = stateWith(settledAnnotation(after));
    store.setState((state) => ({ detail: { ...state.detail, reviewState } }));
    const gesture = {
      label: labelBetween(before, after),
      baseRevision: after.revision,
      before: settledAnnotation(before),
      after: settledAnnotation(after),
      reviewState,
    };
    const melted = isBurst && burstTimer !== undefined && after.history.done.length === before.history.done.length;
    if (melted) chain.amend(gesture);
    else chain.record(gesture);
    return true;
  };
  const run = (command: Command) => {
    perform(command, false);
    flush();
  };
  const runBurst = (command: Command) => {
    if (!perform(command, true)) return;
    clearTimeout(burstTimer);
    burstTimer = setTimeout(flush, BURST_SETTLE_MS);
    chain.holdNewest(true);
    chain.request();
  };
  const selectMany = (selection: readonly number[]) =>
    store.setState({ selection, selected: selection.at(-1) ?? null });

  return {
    store,
    select: (selected) => selectMany(selected === null ? [] : [selected]),
    selectMany,
    toggle(index) {
      const { selection } = store.getState();
      selectMany(selection.includes(index) ? selection.filter((other) => other !== index) : [...selection, index]);
    },
    hover(hovered) {
      if (store.getState().hovered !== hovered) store.setState({ hovered });
    },
    compareWith: (compared) => store.setState({ compared }),
    place(placing) {
      const { document } = store.getState();
      store.setState({ placing, document: document ?? (placing === null ? null : openDocument(blankAnnotation(), 0)) });
      if (placing !== null) selectMany([]);
    },
    beginDrag(index) {
      const { selection } = store.getState();
      show((document) => beginDrag(document, ...(selection.includes(index) ? selection : [index])));
    },
    dragTo(index, point, swing) {
      const { selection } = store.getState();
      const group = selection.includes(index) ? selection : [index];
      show((document) =>
        previewFrom(document, (start) => {
          if (swing && group.length > 1) return swingTo(start, group, index, point);
          const [x, y] = start.points[index];
          return moveBy(start, group, [point[0] - x, point[1] - y]);
        }),
      );
    },
    commitDrag: () => run(commitGesture),
    cancelDrag: () => run(cancelGesture),
    run,
    runBurst,
    nudge: (dx, dy) => runBurst((document) => nudge(document, store.getState().selection, [dx, dy], performance.now())),
    undo: () => run(undo),
    redo: () => run(redo),
    flush,
    retrySave: chain.retryNow,
    resolve: chain.resolve,
    updateDetail: (next) => store.setState({ detail: next }),
    noteReview({ state, verdict }) {
      const { document } = store.getState();
      if (state !== undefined && (!document || isAsMet(document))) met.reviewState = state;
      store.setState(({ detail: known }) => ({
        detail: {
          ...known,
          ...(state !== undefined && { reviewState: state }),
          ...(verdict !== undefined && { verdict }),
        },
      }));
    },
    hasCorrections() {
      const { document } = store.getState();
      return document !== null && !isAsMet({ annotation: settledAnnotation(document) });
    },
  };
}

/** Whether the server lacks something of this face. */
export const hasUnsavedWork = ({ unsaved }: EditorState): boolean => unsaved > 0;

/** Whether closing the page now would lose something. */
export const wouldLoseWork = ({ unsaved, isKept, document }: EditorState): boolean =>
  (unsaved > 0 && !isKept) || document?.gesture != null;

function createChain(sampleId: string, store: StoreApi<EditorState>): SaveChain {
  const change = (command: Command) => store.setState(({ document }) => ({ document: document && command(document) }));
  const chain = createSaveChain({
    sampleId,
    journal,
    newId: uniqueId,
    newChain: beginChain,
    isSettled: () => !store.getState().document?.gesture,
    async send(entry) {
      const { saved, answer } = await sendGesture(entry);
      if (saved) {
        const { revision, predictions, versions } = saved;
        store.setState((state) => ({ detail: { ...state.detail, revision, predictions, versions } }));
      }
      return answer;
    },
    onSaved(_, revision) {
      if (chain.pending.length > 0) return change((document) => ({ ...document, revision }));
      change((document) => markSaved(document, document.state, revision));
      const newest = store.getState().detail.versions.at(-1)?.revision ?? revision;
      if (newest > revision) void catchUp(store);
    },
    onMerged(annotation, theirs) {
      const label = `Merge version ${theirs.revision} by ${theirs.author}`;
      change((document) => takeMerge(document, { annotation, label, revision: theirs.revision }));
      if (chain.pending.length > 0) return;
      change((document) => markSaved(document, document.state, theirs.revision));
      void catchUp(store);
    },
    onConflict: (conflict) => store.setState({ conflict }),
    onStatus: (save) => store.setState({ save }),
    onPending: (unsaved, isKept) => store.setState({ unsaved, isKept }),
  });
  return chain;
}

/** Goes on with what an earlier page could not send: its steps can be undone again. */
async function resume(store: StoreApi<EditorState>, chain: SaveChain): Promise<void> {
  const entries = await orphanedGestures(store.getState().detail.id);
  const [first] = entries;
  if (!first) return;
  const { document } = store.getState();
  if (document && (document.state !== 0 || document.gesture)) return; // work has begun: the next page takes them
  store.setState({ document: replay(first, entries) });
  chain.adopt(entries);
}

const replay = (first: JournalEntry, entries: readonly JournalEntry[]): LandmarkDocument =>
  entries.reduce(
    (document, { label, before, after }) => applyStep(document, patchBetween(label, before, after)),
    openDocument(first.before, first.baseRevision),
  );

/** Somebody else's version stands on top of all of ours: it is shown, as a step that can be undone. */
async function catchUp(store: StoreApi<EditorState>): Promise<void> {
  const detail = await requestDetail(store.getState().detail.id).catch(() => null);
  const { document, unsaved } = store.getState();
  if (!detail?.annotation || !document || unsaved > 0 || document.gesture) return; // the next save meets it
  const { annotation, revision } = detail;
  const taken = takeMerge(document, { annotation, label: `Take version ${revision}`, revision });
  store.setState({ detail, document: markSaved(taken, taken.state, revision) });
}
