import { useStore } from 'zustand';
import { showError } from '@/components/ui/toast-store';
import { errorLine } from '@/lib/request';
import type { EditorSession } from './editor-session';
import { requestVersion } from './label-requests';

export interface Comparison {
  /** the version that the labels are compared with; null: none */
  readonly revision: number | null;
  /** the version before the newest, if there is one */
  readonly previous: number | null;
  /** shows a version beside the labels, or takes it away when it is shown already */
  toggle(revision: number): void;
}

/** Which earlier version lies under the labels on the stage. */
export function useComparison(session: EditorSession): Comparison {
  const compared = useStore(session.store, (state) => state.compared);
  const detail = useStore(session.store, (state) => state.detail);
  return {
    revision: compared?.revision ?? null,
    previous: detail.versions.at(-2)?.revision ?? null,
    toggle(revision) {
      if (compared?.revision === revision) {
        session.compareWith(null);
        return;
      }
      requestVersion(detail.id, revision).then(session.compareWith, (error: unknown) =>
        showError(`Version ${revision} cannot be shown: ${errorLine(error)}`),
      );
    },
  };
}
