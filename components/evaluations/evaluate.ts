import { useRunStore } from '@/components/run/run-store';
import { startRun } from '@/components/run/start-run';
import { countOf } from '@/components/ui/format-number';
import type { EvaluationSplit, EvaluationSummary } from '@/lib/contracts/evaluation';
import { postJson, RequestError } from '@/lib/request';

export interface EvaluationRequest {
  readonly model: { readonly id: string; readonly title: string };
  readonly datasetId: string;
  readonly split: EvaluationSplit;
  /** measure although the model was trained on some of the images */
  readonly allowOverlap: boolean;
}

export type EvaluationPhase =
  | { readonly kind: 'scoring' }
  /** the run of the run store that makes what is missing */
  | { readonly kind: 'predicting'; readonly runId: number };

/**
 * Scores a model on a split. Faces that the model has not looked at, or whose labels have moved since, are predicted
 * in this browser first.
 *
 * @throws Error with one line to show: cancelled, or faces that cannot be predicted
 */
export async function evaluate(
  request: EvaluationRequest,
  onPhase: (phase: EvaluationPhase) => void,
): Promise<EvaluationSummary> {
  onPhase({ kind: 'scoring' });
  const first = await score(request);
  if (first.summary) return first.summary;

  const finished = startRun({ model: request.model, samples: first.missing });
  const [{ id: runId }] = useRunStore.getState().runs; // put there before startRun first waits
  onPhase({ kind: 'predicting', runId });
  await finished;
  const run = useRunStore.getState().runs.find(({ id }) => id === runId);
  if (run?.state === 'cancelled')
    throw new Error('Cancelled. What was predicted is kept; the next try goes on from there.');
  if (run?.state === 'failed') throw new Error(run.message);

  onPhase({ kind: 'scoring' });
  const second = await score(request);
  if (second.summary) return second.summary;
  const reason = run?.failures[0]?.reason ?? 'no prediction was stored';
  throw new Error(`${countOf(second.missing.length, 'face')} could not be predicted, the first because: ${reason}`);
}

type Scored =
  | { readonly summary: EvaluationSummary }
  /** sample ids without a current prediction */
  | { readonly summary: null; readonly missing: readonly string[] };

async function score({ model, datasetId, split, allowOverlap }: EvaluationRequest): Promise<Scored> {
  const body = { model: model.id, dataset: datasetId, split, allowOverlap };
  try {
    return { summary: await postJson<EvaluationSummary>('/api/evaluations', body) };
  } catch (error) {
    const missing =
      error instanceof RequestError && error.status === 409 && (error.body as { missing?: string[] }).missing;
    if (missing && missing.length > 0) return { summary: null, missing };
    throw error;
  }
}

/** Whether an evaluation was refused because the model was trained on images of the set. */
export const isOverlapRefusal = (error: unknown): boolean =>
  error instanceof RequestError && error.status === 409 && 'overlap' in (error.body as object);
