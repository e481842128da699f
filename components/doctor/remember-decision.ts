import type { EditorSession } from '@/components/editor/editor-session';
import { showError } from '@/components/ui/toast-store';
import type { FindingVerdictWord, SampleFindings } from '@/lib/contracts/doctor';
import type { ReviewChange } from '@/lib/contracts/review';
import { errorLine, fetchJson, postJson } from '@/lib/request';

/** What a review state says of the findings; the others say nothing. null takes the answer back. */
const VERDICTS = { approved: 'right', fixed: 'fixed', unreviewed: null } as const;

const verdictOf = (state: ReviewChange['state']): FindingVerdictWord | null | undefined =>
  state !== undefined && state in VERDICTS ? VERDICTS[state as keyof typeof VERDICTS] : undefined;

/** Answers every finding of a face by what was decided about it, so that the next examination does not ask again. */
export async function rememberDecision(session: EditorSession, { state }: ReviewChange): Promise<void> {
  const verdict = verdictOf(state);
  if (verdict === undefined) return;
  const { id, name } = session.store.getState().detail;
  try {
    const revision = await savedRevision(session);
    const { findings } = await fetchJson<SampleFindings>(`/api/samples/${id}/findings`);
    if (findings.length === 0) return;
    const answer = { findings: findings.map(({ key }) => key), verdict, revision };
    await postJson<SampleFindings>(`/api/samples/${id}/findings`, answer);
  } catch (error) {
    showError(`What was said of ${name} could not be kept: ${errorLine(error)}`);
  }
}

/** The version that the labels have once everything of them has been saved. */
function savedRevision({ store }: EditorSession): Promise<number> {
  return new Promise((resolve) => {
    const look = () => {
      const { unsaved, detail } = store.getState();
      if (unsaved > 0) return false;
      resolve(detail.revision);
      return true;
    };
    if (look()) return;
    const stop = store.subscribe(() => look() && stop());
  });
}
