import { countOf } from '@/components/ui/format-number';
import { showError, showInfo } from '@/components/ui/toast-store';
import { errorLine } from '@/lib/request';
import { annotateSamples } from '@/models/runtime/annotate-samples';
import { openPredictors } from '@/models/runtime/open-predictors';
import { BACKEND_TITLES } from '@/models/runtime/protocol';
import { tellStored, useRunStore } from './run-store';
import { nextRunId } from './start-run';

interface AnnotateRequest {
  readonly model: { readonly id: string; readonly title: string };
  /** ids of samples that nobody has labelled */
  readonly samples: readonly string[];
}

/** Finds and labels the faces of images in this browser; followed in the top bar as any run is. */
export async function startAnnotate({ model, samples }: AnnotateRequest): Promise<void> {
  const { put, patch } = useRunStore.getState();
  const id = nextRunId();
  const controller = new AbortController();
  const title = `Detect and annotate ${countOf(samples.length, 'image')}`;
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

  let predictors: Awaited<ReturnType<typeof openPredictors>> = [];
  try {
    const { signal } = controller;
    predictors = await openPredictors(model.id, samples.length, { signal, detectors: true });
    const place = `${BACKEND_TITLES[predictors[0].backend]}, ${countOf(predictors.length, 'worker')}`;
    const { faces, withoutFace, failures } = await annotateSamples(samples, {
      predictors,
      signal,
      onProgress: ({ faces, ...progress }) =>
        patch(id, { ...progress, message: `${place}, ${countOf(faces, 'face')}` }),
    });
    patch(id, { state: 'done', secondsLeft: null });
    const images = samples.length - withoutFace - failures.length;
    const found = `${countOf(faces, 'face')} found in ${countOf(images, 'image')}, none in ${withoutFace}`;
    if (failures.length === 0) showInfo(`${model.title}: ${found}. They wait for a review.`);
    else showError(`${model.title}: ${found}, ${failures.length} passed over. The first: ${failures[0].reason}`);
  } catch (error) {
    if (controller.signal.aborted) {
      patch(id, { state: 'cancelled', secondsLeft: null });
      showInfo(`${title}: cancelled. What was found is kept.`);
    } else {
      patch(id, { state: 'failed', secondsLeft: null, message: errorLine(error) });
      showError(`${title}: ${errorLine(error)}`);
    }
  } finally {
    for (const predictor of predictors) predictor.dispose();
    tellStored({ modelId: model.id, crop: 'detector', items: [], addsSamples: true });
  }
}
