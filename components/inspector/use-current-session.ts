import { useEffect, useState } from 'react';
import type { EditorSession } from '@/components/editor/editor-session';
import {
  fetchDetail,
  knownSession,
  openSession,
  putOnScreen,
  unsavedSessions,
  wouldLoseSessions,
} from '@/components/editor/session-cache';
import type { SampleDetail } from '@/lib/contracts/sample';
import { errorLine } from '@/lib/request';

/**
 * The session of the sample in the address. The page came with the first one; the others are fetched as the address
 * changes, and until they are there the one before stays on the screen.
 */
export function useCurrentSession(
  first: SampleDetail,
  sampleId: string,
): { readonly session: EditorSession; readonly failure: string | null } {
  const [session, setSession] = useState(() => openSession(first));
  const [failure, setFailure] = useState<string | null>(null);
  const shownId = session.store.getState().detail.id;

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is shown follows the address, never the other way
  useEffect(() => {
    setFailure(null);
    if (sampleId === shownId) return;
    let isWanted = true;
    const show = (detail: SampleDetail) => isWanted && setSession(openSession(detail));
    const known = knownSession(sampleId);
    if (known) setSession(known);
    const { atOnce, now } = fetchDetail(sampleId);
    if (!known) void atOnce?.then(show, () => undefined);
    now.then(show, (error: unknown) => isWanted && setFailure(errorLine(error)));
    return () => {
      isWanted = false;
    };
  }, [sampleId]);

  // Back and Forward, too, leave a face in the middle of a drag
  useEffect(() => {
    putOnScreen(session);
    return () => {
      session.commitDrag();
      putOnScreen(null);
    };
  }, [session]);

  useEffect(() => {
    const ending = new AbortController();
    const { signal } = ending;
    const onLeave = (event: BeforeUnloadEvent) => {
      if (wouldLoseSessions()) event.preventDefault();
    };
    const flushAll = () => {
      for (const open of unsavedSessions()) open.flush();
    };
    const retryAll = () => {
      for (const open of unsavedSessions()) open.retrySave();
    };
    window.addEventListener('beforeunload', onLeave, { signal });
    window.addEventListener('visibilitychange', flushAll, { signal });
    window.addEventListener('online', retryAll, { signal });
    return () => {
      flushAll();
      ending.abort();
    };
  }, []);

  return { session, failure };
}
