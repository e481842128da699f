import { createStore, type StoreApi } from 'zustand';
import type { AnnotationConflict, SampleDetail, SavedAnnotation } from '@/lib/contracts/sample';
import {
  beginDrag,
  cancelGesture,
  commitGesture,
  isDirty,
  keepMine,
  type LandmarkDocument,
  markSaved,
  nudge,
  openDocument,
  previewMove,
  redo,
  settledAnnotation,
  takeTheirs,
  undo,
} from '@/lib/editor/document';
import { createSaveQueue, type SaveStatus, type SendResult } from '@/lib/editor/save-queue';
import { fetchJson, RequestError } from '@/lib/request';

/** Pause after the last nudge of a burst before it is sent. */
const NUDGE_SETTLE_MS = 600;

export interface EditorState {
  /** as the server last told it; predictions and versions follow every save */
  readonly detail: SampleDetail;
  /** null: nobody has labelled this face */
  readonly document: LandmarkDocument | null;
  readonly save: SaveStatus;
  readonly conflict: AnnotationConflict | null;
  /** the point in hand; neither it nor hover is part of the history */
  readonly selected: number | null;
  readonly hovered: number | null;
}

export interface EditorSession {
  readonly store: StoreApi<EditorState>;
  select(index: number | null): void;
  hover(index: number | null): void;
  beginDrag(index: number): void;
  previewMove(index: number, point: readonly [number, number]): void;
  commitDrag(): void;
  cancelDrag(): void;
  nudge(index: number, dx: number, dy: number): void;
  undo(): void;
  redo(): void;
  /** sends what is waiting, now */
  flush(): void;
  retrySave(): void;
  keepMine(): void;
  takeTheirs(): void;
  /** news of the same sample, e.g. after a model has run; never touches the labels in work */
  updateDetail(detail: SampleDetail): void;
}

/** Work on one face: its document, its selection and its saving. Lives on while another face is looked at. */
export function createEditorSession(detail: SampleDetail): EditorSession {
  const store = createStore<EditorState>(() => ({
    detail,
    document: detail.annotation && openDocument(detail.annotation, detail.revision),
    save: { kind: 'idle' },
    conflict: null,
    selected: null,
    hovered: null,
  }));

  const queue = createSaveQueue({
    hasWork: () => {
      const { document } = store.getState();
      return document !== null && isDirty(document) && document.gesture === null;
    },
    send: () => sendNewest(store),
    onStatus: (save) => store.setState({ save }),
  });

  let nudgeTimer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    clearTimeout(nudgeTimer);
    nudgeTimer = undefined;
    queue.request();
  };

  const change = (command: (document: LandmarkDocument) => LandmarkDocument) => {
    const { document } = store.getState();
    if (document) store.setState({ document: command(document) });
  };
  const changeAndSave = (command: (document: LandmarkDocument) => LandmarkDocument) => {
    change(command);
    flush();
  };

  const settleConflict = (command: (document: LandmarkDocument, theirs: AnnotationConflict) => LandmarkDocument) => {
    const { conflict } = store.getState();
    if (!conflict) return;
    change((document) => command(document, conflict));
    store.setState({ conflict: null });
    queue.retryNow();
  };

  return {
    store,
    select: (selected) => store.setState({ selected }),
    hover: (hovered) => {
      if (store.getState().hovered !== hovered) store.setState({ hovered });
    },
    beginDrag: (index) => change((document) => beginDrag(document, index)),
    previewMove: (index, point) => change((document) => previewMove(document, index, point)),
    commitDrag: () => changeAndSave(commitGesture),
    cancelDrag: () => changeAndSave(cancelGesture),
    nudge: (index, dx, dy) => {
      change((document) => nudge(document, index, dx, dy, performance.now()));
      clearTimeout(nudgeTimer);
      nudgeTimer = setTimeout(flush, NUDGE_SETTLE_MS);
    },
    undo: () => changeAndSave(undo),
    redo: () => changeAndSave(redo),
    flush,
    retrySave: queue.retryNow,
    keepMine: () => settleConflict((document, theirs) => keepMine(document, theirs.revision)),
    takeTheirs: () =>
      settleConflict((document, theirs) =>
        theirs.annotation ? takeTheirs(document, theirs.annotation, theirs.revision) : document,
      ),
    updateDetail: (next) => store.setState({ detail: next }),
  };
}

/** Whether leaving the page now would lose something. */
export const hasUnsavedWork = ({ document, save }: EditorState): boolean =>
  (document !== null && isDirty(document)) || save.kind === 'saving';

async function sendNewest(store: StoreApi<EditorState>): Promise<SendResult> {
  const { detail, document } = store.getState();
  if (!document) return { kind: 'saved' };
  const { state, revision } = document;
  try {
    const saved = await fetchJson<SavedAnnotation>(`/api/samples/${detail.id}/annotation`, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ baseRevision: revision, annotation: settledAnnotation(document) }),
    });
    store.setState((current) => ({
      document: current.document && markSaved(current.document, state, saved.revision),
      detail: { ...current.detail, ...saved },
    }));
    return { kind: 'saved' };
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    if (error.status === 0) return { kind: 'unreachable', reason: 'the server does not answer' };
    if (error.status >= 500) return { kind: 'unreachable', reason: error.message };
    if (error.status !== 409) return { kind: 'refused', reason: error.message };
    store.setState({ conflict: error.body as AnnotationConflict });
    return { kind: 'conflict' };
  }
}
