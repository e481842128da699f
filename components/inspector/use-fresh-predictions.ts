import { useEffect } from 'react';
import type { EditorSession } from '@/components/editor/editor-session';
import { onStoredPredictions } from '@/components/run/run-store';
import type { SampleDetail } from '@/lib/contracts/sample';
import { fetchJson } from '@/lib/request';

/** Predictions that a run in this tab stores for the face appear on it. */
export function useFreshPredictions(session: EditorSession): void {
  useEffect(
    () =>
      onStoredPredictions(({ items }) => {
        const { id } = session.store.getState().detail;
        if (!items.some(({ sample }) => sample === id)) return;
        void fetchJson<SampleDetail>(`/api/samples/${id}`).then(session.updateDetail, () => undefined);
      }),
    [session],
  );
}
