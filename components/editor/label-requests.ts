import type { AnnotationVersion } from '@/lib/contracts/annotation-versions';
import type { AnnotationConflict, SampleDetail, SavedAnnotation } from '@/lib/contracts/sample';
import type { JournalEntry } from '@/lib/editor/journal';
import type { SendAnswer } from '@/lib/editor/save-chain';
import { fetchJson, RequestError } from '@/lib/request';

export const requestDetail = (sampleId: string): Promise<SampleDetail> =>
  fetchJson<SampleDetail>(`/api/samples/${sampleId}`);

export const requestVersion = (sampleId: string, revision: number): Promise<AnnotationVersion> =>
  fetchJson<AnnotationVersion>(`/api/samples/${sampleId}/versions/${revision}`);

/** Offers one gesture to the server. */
export async function sendGesture({
  saveId,
  sampleId,
  baseRevision,
  after,
  reviewState,
}: JournalEntry): Promise<{ saved: SavedAnnotation | null; answer: SendAnswer }> {
  try {
    const saved = await fetchJson<SavedAnnotation>(`/api/samples/${sampleId}/annotation`, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ baseRevision, annotation: after, saveId, reviewState }),
    });
    return { saved, answer: { kind: 'saved', revision: saved.revision } };
  } catch (error) {
    // an answer that breaks off is no answer: the gesture is offered again under the same id
    if (!(error instanceof RequestError)) return unreachable('the answer broke off');
    if (error.status === 0) return unreachable('the server does not answer');
    if (error.status >= 500) return unreachable(error.message);
    if (error.status !== 409) return { saved: null, answer: { kind: 'refused', reason: error.message } };
    const { revision, author, annotation } = error.body as AnnotationConflict;
    if (!annotation) return { saved: null, answer: { kind: 'refused', reason: error.message } };
    return { saved: null, answer: { kind: 'stale', theirs: { revision, author, annotation } } };
  }
}

const unreachable = (reason: string) => ({ saved: null, answer: { kind: 'unreachable', reason } }) as const;
