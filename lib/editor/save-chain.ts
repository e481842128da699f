import type { Annotation } from '@/lib/landmarks/annotation';
import type { Journal, JournalEntry } from './journal';
import { type Merge, mergeAnnotations, withTheirs } from './merge';
import { isSameAnnotation } from './patches';
import { createSaveQueue, type SaveStatus, type SendResult } from './save-queue';

/** What somebody else has saved meanwhile. */
export interface TheirLabels {
  readonly revision: number;
  readonly author: string;
  readonly annotation: Annotation;
}

/** Two people have moved the same landmarks: waits for a choice at each. */
export interface Conflict {
  readonly theirs: TheirLabels;
  readonly merge: Merge;
}

export type SendAnswer =
  | { readonly kind: 'saved'; readonly revision: number }
  | { readonly kind: 'stale'; readonly theirs: TheirLabels }
  | { readonly kind: 'refused' | 'unreachable'; readonly reason: string };

export interface SaveChainOptions {
  readonly sampleId: string;
  readonly journal: Journal;
  send(entry: JournalEntry): Promise<SendAnswer>;
  /** false in the middle of a gesture: nothing is sent then */
  isSettled(): boolean;
  /** the server has kept the entry */
  onSaved(entry: JournalEntry, revision: number): void;
  /** the labels are now these, on top of theirs */
  onMerged(annotation: Annotation, theirs: TheirLabels, merge: Merge): void;
  onConflict(conflict: Conflict | null): void;
  onStatus(status: SaveStatus): void;
  /** gestures not yet with the server, and whether each of them would survive the end of the browser */
  onPending(count: number, isKept: boolean): void;
  newId(): string;
  /** the id of a chain of gestures that begins now */
  newChain(): string;
  wait?(ms: number): Promise<void>;
}

/** A finished gesture as the editor tells it; see `JournalEntry`. */
export type Gesture = Pick<JournalEntry, 'label' | 'baseRevision' | 'before' | 'after' | 'reviewState'>;

export interface SaveChain {
  /** a gesture has ended: kept in the journal at once, sent when its turn comes */
  record(gesture: Gesture): void;
  /** the newest gesture has gone on (another nudge of its burst); a new one when it has been sent already */
  amend(gesture: Gesture): void;
  /** goes on with gestures that an earlier page could not send */
  adopt(entries: readonly JournalEntry[]): void;
  /** keeps the newest gesture back while it may still be amended */
  holdNewest(held: boolean): void;
  request(): void;
  retryNow(): void;
  /** ends a conflict. @param chosen clashes where theirs is right; mine at all others */
  resolve(chosen: ReadonlySet<number>): void;
  readonly pending: readonly JournalEntry[];
}

/**
 * Brings the gestures of one face to the server, each as one version, in order. What somebody else saved meanwhile is
 * merged point by point; where both sides moved the same landmark it waits for `resolve`. My side of such a landmark is
 * kept as a version of its own even when theirs is chosen, so that the history holds both.
 */
export function createSaveChain(options: SaveChainOptions): SaveChain {
  const { sampleId, journal, newId } = options;
  let chain: string | null = null;
  let order = 0;
  let pending: readonly JournalEntry[] = [];
  let inFlight: string | null = null;
  let isHeld = false;
  let conflict: Conflict | null = null;
  let unwritten = 0;
  let lastWrite: Promise<unknown> = Promise.resolve();

  const tell = () => options.onPending(pending.length, unwritten === 0 || pending.length === 0);

  /** The journal keeps the order; the network waits for it. A browser without storage does not stop the work. */
  function keep(written: Promise<void>): void {
    unwritten++;
    tell();
    const told = written.then(
      () => {
        unwritten--;
        tell();
      },
      () => undefined, // stays counted: the page says that this work lives in the tab only
    );
    lastWrite = Promise.all([lastWrite, told]);
  }

  function makeEntry(gesture: Gesture): JournalEntry {
    chain ??= options.newChain();
    return { ...gesture, saveId: newId(), sampleId, chain, order: order++, atMs: Date.now() };
  }

  function record(gesture: Gesture): void {
    const entry = makeEntry(gesture);
    pending = [...pending, entry];
    keep(journal.put(entry));
    retell();
  }

  /** A gesture made while a conflict waits belongs to what is chosen from, and may leave nothing to choose. */
  function retell(): void {
    if (!conflict) return;
    conflict = { ...conflict, merge: mergePending(conflict.theirs) };
    options.onConflict(conflict);
    if (conflict.merge.clashes.length === 0) resolve(new Set());
  }

  const mergePending = ({ annotation }: TheirLabels): Merge =>
    mergeAnnotations(pending[0].before, pending[pending.length - 1].after, annotation);

  function resolve(chosen: ReadonlySet<number>): void {
    if (!conflict) return;
    const { theirs, merge } = conflict;
    conflict = null;
    accept(theirs, merge, withTheirs(merge, chosen));
    options.onConflict(null);
    queue.retryNow();
  }

  async function sendFirst(): Promise<SendResult> {
    await lastWrite;
    const [entry] = pending;
    if (!entry || !options.isSettled()) return { kind: 'saved' };
    inFlight = entry.saveId;
    const answer = await options.send(entry);
    inFlight = null;
    if (answer.kind === 'saved') {
      const [first, ...others] = pending.slice(1);
      pending = first ? [{ ...first, baseRevision: answer.revision }, ...others] : [];
      keep(journal.swap([entry], pending.slice(0, 1)));
      options.onSaved(entry, answer.revision);
      return { kind: 'saved' };
    }
    if (answer.kind !== 'stale') return answer;
    if (!options.isSettled()) return { kind: 'saved' }; // a gesture has begun: its end asks again
    return mergeWith(answer.theirs);
  }

  function mergeWith(theirs: TheirLabels): SendResult {
    const merge = mergePending(theirs);
    if (merge.clashes.length > 0) {
      conflict = { theirs, merge };
      options.onConflict(conflict);
      return { kind: 'conflict' };
    }
    accept(theirs, merge, merge.annotation);
    return { kind: 'saved' };
  }

  /** The waiting gestures become one on top of theirs, and a second one where theirs was chosen over mine. */
  function accept(theirs: TheirLabels, merge: Merge, chosen: Annotation): void {
    const gone = pending;
    const labels = [...new Set(gone.map(({ label }) => label))];
    const label = labels.length === 1 ? labels[0] : `${labels.length} steps`;
    const next: JournalEntry[] = [];
    if (!isSameAnnotation(merge.annotation, theirs.annotation)) {
      const { revision: baseRevision, annotation: before } = theirs;
      next.push(makeEntry({ label: `${label}, merged`, baseRevision, before, after: merge.annotation }));
    }
    if (!isSameAnnotation(chosen, merge.annotation)) {
      const choice = { label: `Choose points of ${theirs.author}`, baseRevision: theirs.revision };
      next.push(makeEntry({ ...choice, before: merge.annotation, after: chosen }));
    }
    pending = next;
    keep(journal.swap(gone, next));
    options.onMerged(chosen, theirs, merge);
  }

  const queue = createSaveQueue({
    hasWork: () => pending.length > (isHeld ? 1 : 0) && options.isSettled(),
    send: sendFirst,
    onStatus: options.onStatus,
    wait: options.wait,
  });

  return {
    record,
    amend(gesture) {
      const newest = pending[pending.length - 1];
      if (!newest || newest.saveId === inFlight) return record(gesture);
      const { label, after, reviewState } = gesture;
      const amended = { ...newest, label, after, reviewState };
      pending = [...pending.slice(0, -1), amended];
      keep(journal.put(amended));
      retell();
    },
    adopt(entries) {
      if (entries.length === 0) return;
      chain = entries[0].chain;
      order = entries[entries.length - 1].order + 1;
      pending = [...entries];
      tell();
      queue.request();
    },
    holdNewest(held) {
      isHeld = held;
    },
    request: queue.request,
    retryNow: queue.retryNow,
    resolve,
    get pending() {
      return pending;
    },
  };
}
