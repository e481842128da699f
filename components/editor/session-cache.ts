import type { SampleDetail } from '@/lib/contracts/sample';
import { createEditorSession, type EditorSession, hasUnsavedWork, wouldLoseWork } from './editor-session';
import { unsentSamples } from './gesture-journal';
import { requestDetail } from './label-requests';
import { pictureAt } from './picture';
import { useUnsentFaces } from './unsent-faces';

/** Faces whose work and undo history are kept while others are looked at. */
const MAX_SESSIONS = 60;
/** A prefetched answer that is older is shown and asked for again. */
const PREFETCH_LIFE_MS = 20_000;
/** Prefetched answers that are kept. */
const MAX_PREFETCHED = 24;

const sessions = new Map<string, EditorSession>();
const prefetched = new Map<string, { readonly atMs: number; readonly detail: Promise<SampleDetail> }>();

/**
 * The session of a face. One that is open already goes on, with its history, unless somebody else has changed the
 * labels meanwhile and there is nothing unsaved on this side.
 */
export function openSession(detail: SampleDetail): EditorSession {
  if (typeof window === 'undefined') return createEditorSession(detail);
  const known = sessions.get(detail.id);
  const state = known?.store.getState();
  const isCurrent =
    state && (hasUnsavedWork(state) || wouldLoseWork(state) || state.detail.revision >= detail.revision);
  const session = known && isCurrent ? known : watchedSession(detail);
  if (session === known && state && detail.revision === state.detail.revision) session.updateDetail(detail);
  sessions.delete(detail.id);
  sessions.set(detail.id, session);
  dropOldest();
  return session;
}

/** The session of a face that has been looked at lately, to be shown while its news are asked for. */
export const knownSession = (sampleId: string): EditorSession | null => sessions.get(sampleId) ?? null;

function watchedSession(detail: SampleDetail): EditorSession {
  const session = createEditorSession(detail);
  session.store.subscribe(({ save, unsaved }, before) => {
    if (save !== before.save || unsaved !== before.unsaved) tellUnsentFaces();
  });
  return session;
}

let onScreen: EditorSession | null = null;

/** Says which face is on the screen: what keeps its edits from the server can be read there. */
export function putOnScreen(session: EditorSession | null): void {
  onScreen = session;
  tellUnsentFaces();
}

function tellUnsentFaces(): void {
  const states = unsavedSessions().flatMap((session) => (session === onScreen ? [] : [session.store.getState()]));
  const faces = states.filter(({ save }) => save.kind !== 'idle' && save.kind !== 'saving');
  if (faces.length > 0 || useUnsentFaces.getState().faces.length > 0) useUnsentFaces.setState({ faces });
}

/** Every open session with something that the server has not got. */
export const unsavedSessions = (): EditorSession[] =>
  [...sessions.values()].filter(({ store }) => hasUnsavedWork(store.getState()));

/** Whether closing the page now would lose something: work that is in the journal is not lost. */
export const wouldLoseSessions = (): boolean =>
  [...sessions.values()].some(({ store }) => wouldLoseWork(store.getState()));

/** A face as it was prefetched, however long ago, for a first look; and as it is now, where that is not the same. */
export function fetchDetail(sampleId: string): {
  readonly atOnce: Promise<SampleDetail> | null;
  readonly now: Promise<SampleDetail>;
} {
  const known = prefetched.get(sampleId);
  prefetched.delete(sampleId);
  if (known && isFresh(known)) return { atOnce: null, now: known.detail };
  return { atOnce: known?.detail ?? null, now: requestDetail(sampleId) };
}

const isFresh = ({ atMs }: { readonly atMs: number }): boolean => performance.now() - atMs < PREFETCH_LIFE_MS;

/** Asks for a face and its picture before they are wanted: when they are, nothing is left to load or decode. */
export function prefetchSample(sampleId: string): void {
  const open = sessions.get(sampleId);
  if (open) {
    pictureAt(imageUrl(open.store.getState().detail));
    return;
  }
  const known = prefetched.get(sampleId);
  if (known && isFresh(known)) return;
  const detail = requestDetail(sampleId);
  prefetched.delete(sampleId);
  prefetched.set(sampleId, { atMs: performance.now(), detail });
  for (const [id] of prefetched) if (prefetched.size > MAX_PREFETCHED) prefetched.delete(id);
  detail.then(
    (found) => pictureAt(imageUrl(found)),
    () => prefetched.delete(sampleId),
  );
}

export const imageUrl = ({ imageId }: Pick<SampleDetail, 'imageId'>): string => `/api/images/${imageId}`;

function dropOldest(): void {
  for (const [id, session] of sessions) {
    if (sessions.size <= MAX_SESSIONS) return;
    if (!hasUnsavedWork(session.store.getState())) sessions.delete(id);
  }
}

/** Sends what earlier pages could not: their faces are opened behind the scenes, and each goes on with its gestures. */
export async function sendUnsent(): Promise<void> {
  for (const sampleId of await unsentSamples()) {
    if (sessions.has(sampleId)) continue;
    const detail = await requestDetail(sampleId).catch(() => null); // asked again with the next page
    if (detail) openSession(detail);
  }
}
