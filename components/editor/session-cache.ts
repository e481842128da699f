import type { SampleDetail } from '@/lib/contracts/sample';
import { createEditorSession, type EditorSession, hasUnsavedWork, wouldLoseWork } from './editor-session';
import { unsentSamples } from './gesture-journal';
import { requestDetail } from './label-requests';

/** Faces whose work and undo history are kept while others are looked at. */
const MAX_SESSIONS = 60;
/** How old a prefetched answer may be, ms. */
const PREFETCH_LIFE_MS = 20_000;

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
  const isCurrent = state && (hasUnsavedWork(state) || state.detail.revision >= detail.revision);
  const session = known && isCurrent ? known : createEditorSession(detail);
  if (session === known && state && detail.revision === state.detail.revision) session.updateDetail(detail);
  sessions.delete(detail.id);
  sessions.set(detail.id, session);
  dropOldest();
  return session;
}

/** The session of a face that has been looked at lately, to be shown while its news are asked for. */
export const knownSession = (sampleId: string): EditorSession | null => sessions.get(sampleId) ?? null;

/** Every open session with something that the server has not got. */
export const unsavedSessions = (): EditorSession[] =>
  [...sessions.values()].filter(({ store }) => hasUnsavedWork(store.getState()));

/** Whether closing the page now would lose something: work that is in the journal is not lost. */
export const wouldLoseSessions = (): boolean =>
  [...sessions.values()].some(({ store }) => wouldLoseWork(store.getState()));

export function fetchDetail(sampleId: string): Promise<SampleDetail> {
  const known = prefetched.get(sampleId);
  prefetched.delete(sampleId);
  if (known && performance.now() - known.atMs < PREFETCH_LIFE_MS) return known.detail;
  return requestDetail(sampleId);
}

/** Asks for a face and its image before they are wanted. */
export function prefetchSample(sampleId: string): void {
  const known = prefetched.get(sampleId);
  if (sessions.has(sampleId) || (known && performance.now() - known.atMs < PREFETCH_LIFE_MS)) return;
  const detail = requestDetail(sampleId);
  prefetched.set(sampleId, { atMs: performance.now(), detail });
  detail.then(
    ({ imageId }) => {
      new Image().src = `/api/images/${imageId}`;
    },
    () => prefetched.delete(sampleId),
  );
}

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
