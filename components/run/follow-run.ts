import { countOf } from '@/components/ui/format-number';
import { showError, showInfo } from '@/components/ui/toast-store';
import { errorLine } from '@/lib/request';
import { openPredictors } from '@/models/runtime/open-predictors';
import { BACKEND_TITLES } from '@/models/runtime/protocol';
import type { SampleFailure } from '@/models/runtime/run-progress';
import { type PredictionRun, useRunStore } from './run-store';

type Predictors = Awaited<ReturnType<typeof openPredictors>>;

interface RunPlan {
  readonly model: { readonly id: string; readonly title: string };
  readonly title: string;
  readonly samples: readonly string[];
  /** the workers find faces too */
  readonly detectors: boolean;
  /** what stays when it is cancelled: "What was predicted is kept." */
  readonly kept: string;
}

interface RunContext {
  readonly predictors: Predictors;
  readonly signal: AbortSignal;
  /** what it computes on, in words */
  readonly place: string;
  readonly patch: (changes: Partial<PredictionRun>) => void;
}

/** How a run has ended, in words, and what was passed over. */
interface RunEnd {
  readonly said: string;
  /** added when nothing was passed over */
  readonly whenWhole?: string;
  readonly failures: readonly SampleFailure[];
}

let lastId = 0;

/** Does work with a model in workers of this browser; it is followed in the top bar and told when it ends. */
export async function followRun(plan: RunPlan, work: (context: RunContext) => Promise<RunEnd>): Promise<void> {
  const { model, title, samples, detectors, kept } = plan;
  const { put, patch: patchRun } = useRunStore.getState();
  const id = ++lastId;
  const controller = new AbortController();
  const { signal } = controller;
  const patch = (changes: Partial<PredictionRun>) => patchRun(id, changes);
  put({
    id,
    modelId: model.id,
    title,
    state: 'running',
    total: samples.length,
    done: 0,
    failures: [],
    imagesPerSecond: null,
    secondsLeft: null,
    message: 'Loading the model',
    cancel: () => controller.abort(),
  });

  let predictors: Predictors = [];
  try {
    predictors = await openPredictors(model.id, samples.length, { signal, detectors });
    const place = `${BACKEND_TITLES[predictors[0].backend]}, ${countOf(predictors.length, 'worker')}`;
    const { said, whenWhole = '', failures } = await work({ predictors, signal, place, patch });
    patch({ state: 'done', secondsLeft: null });
    if (failures.length === 0) showInfo(`${model.title}: ${said}.${whenWhole}`);
    else showError(`${model.title}: ${said}, ${failures.length} passed over. The first: ${failures[0].reason}`);
  } catch (error) {
    if (signal.aborted) {
      patch({ state: 'cancelled', secondsLeft: null });
      showInfo(`${title}: cancelled. ${kept}`);
    } else {
      patch({ state: 'failed', secondsLeft: null, message: errorLine(error) });
      showError(`${title}: ${errorLine(error)}`);
    }
  } finally {
    for (const predictor of predictors) predictor.dispose();
  }
}
