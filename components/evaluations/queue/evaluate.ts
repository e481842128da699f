import { useRunStore } from '@/components/run/run-store';
import { startRun } from '@/components/run/start-run';
import { countOf } from '@/components/ui/format-number';
import type { EvaluationSummary } from '@/lib/contracts/evaluation';
import { fetchOk, postJson, RequestError } from '@/lib/request';
import type { EvaluationTask } from './queue-store';

/** Somebody must say how to go on: the message says about what. */
export class OpenQuestion extends Error {
  constructor(
    readonly about: NonNullable<EvaluationTask['question']>,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Scores a model. Faces that the model has not looked at, or whose labels have moved since, are predicted in this browser
 * first; what is stored of them stays, whatever becomes of the page.
 *
 * @param onRun told the run of the run store that predicts
 * @throws OpenQuestion; Error with one line to show: cancelled, or faces that cannot be predicted
 */
export async function evaluate(task: EvaluationTask, onRun: (runId: number) => void): Promise<EvaluationSummary> {
  const first = await score(task);
  if (first.summary) return first.summary;
  const { request, modelTitle } = task;
  const model = { id: request.model, title: modelTitle };
  const finished = startRun({ model, samples: first.missing, ...(request.crop && { crop: request.crop }) });
  const [{ id: runId }] = useRunStore.getState().runs; // put there before startRun first waits
  onRun(runId);
  await finished;
  const run = useRunStore.getState().runs.find(({ id }) => id === runId);
  if (run?.state === 'cancelled') throw new Error('Cancelled. What was predicted is kept.');
  if (run?.state === 'failed') {
    // a server that is gone, or a page that is being left, is no fault of the task: that throws, and the task waits
    await fetchOk('/api/models');
    throw new Error(run.message);
  }

  const second = await score(task);
  if (second.summary) return second.summary;
  const reason = run?.failures[0]?.reason ?? 'no prediction was stored';
  throw new Error(`${countOf(second.missing.length, 'face')} could not be predicted, the first because: ${reason}`);
}

type Scored =
  | { readonly summary: EvaluationSummary }
  /** sample ids without a current prediction */
  | { readonly summary: null; readonly missing: readonly string[] };

async function score({ request }: EvaluationTask): Promise<Scored> {
  try {
    return { summary: await postJson<EvaluationSummary>('/api/evaluations', request) };
  } catch (error) {
    if (!(error instanceof RequestError) || error.status !== 409) throw error;
    const { missing, canFail, overlap } = error.body as {
      missing?: string[];
      canFail?: boolean;
      overlap?: unknown;
    };
    if (overlap) throw new OpenQuestion('overlap', error.message);
    if (canFail) throw new OpenQuestion('without-face', error.message);
    if (missing && missing.length > 0) return { summary: null, missing };
    throw error;
  }
}
