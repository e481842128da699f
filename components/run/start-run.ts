import { countOf } from '@/components/ui/format-number';
import { showError, showInfo } from '@/components/ui/toast-store';
import type { CropSource } from '@/lib/contracts/common';
import { errorLine } from '@/lib/request';
import { openPredictors } from '@/models/runtime/open-predictors';
import { predictSamples, type StoredItem } from '@/models/runtime/predict-samples';
import { BACKEND_TITLES } from '@/models/runtime/protocol';
import { tellStored, useRunStore } from './run-store';

interface RunRequest {
  readonly model: { readonly id: string; readonly title: string };
  /** sample ids, in the order to predict them */
  readonly samples: readonly string[];
  /** where crops come from: the labels, unless the detector shall find the faces */
  readonly crop?: CropSource;
}

let lastId = 0;
export const nextRunId = (): number => ++lastId;

/** Starts a model on samples in this browser; the run is followed in the top bar and told when it ends. */
export async function startRun({ model, samples, crop = 'ground-truth' }: RunRequest): Promise<void> {
  const { put, patch } = useRunStore.getState();
  const id = nextRunId();
  const controller = new AbortController();
  const title = `${model.title} on ${countOf(samples.length, 'face')}${crop === 'detector' ? ', detected' : ''}`;
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
    predictors = await openPredictors(model.id, samples.length, {
      signal: controller.signal,
      detectors: crop === 'detector',
    });
    const place = `${BACKEND_TITLES[predictors[0].backend]}, ${countOf(predictors.length, 'worker')}`;
    const { failures } = await predictSamples(samples, {
      crop,
      predictors,
      signal: controller.signal,
      onProgress: (progress) => patch(id, { ...progress, message: place }),
      onStored: (items: readonly StoredItem[]) => tellStored({ modelId: model.id, crop, items }),
    });
    patch(id, { state: 'done', secondsLeft: null });
    const stored = samples.length - failures.length;
    if (failures.length === 0) showInfo(`${model.title}: ${countOf(stored, 'face')} predicted.`);
    else {
      showError(
        `${model.title}: ${countOf(stored, 'face')} predicted, ${failures.length} passed over. The first: ${failures[0].reason}`,
      );
    }
  } catch (error) {
    if (controller.signal.aborted) {
      patch(id, { state: 'cancelled', secondsLeft: null });
      showInfo(`${title}: cancelled. What was predicted is kept.`);
    } else {
      patch(id, { state: 'failed', secondsLeft: null, message: errorLine(error) });
      showError(`${title}: ${errorLine(error)}`);
    }
  } finally {
    for (const predictor of predictors) predictor.dispose();
  }
}
