import { countOf } from '@/components/ui/format-number';
import type { CropSource } from '@/lib/contracts/common';
import { predictSamples, type StoredItem } from '@/models/runtime/predict-samples';
import { followRun } from './follow-run';
import { tellStored } from './run-store';

interface RunRequest {
  readonly model: { readonly id: string; readonly title: string };
  /** sample ids, in the order to predict them */
  readonly samples: readonly string[];
  /** where crops come from: the labels, unless the detector shall find the faces */
  readonly crop?: CropSource;
}

/** Starts a model on samples in this browser. */
export function startRun({ model, samples, crop = 'ground-truth' }: RunRequest): Promise<void> {
  const title = `${model.title} on ${countOf(samples.length, 'face')}${crop === 'detector' ? ', detected' : ''}`;
  const plan = { model, title, samples, detectors: crop === 'detector', kept: 'What was predicted is kept.' };
  return followRun(plan, async ({ predictors, signal, place, patch }) => {
    const { failures } = await predictSamples(samples, {
      crop,
      predictors,
      signal,
      onProgress: (progress) => patch({ ...progress, message: place }),
      onStored: (items: readonly StoredItem[]) => tellStored({ modelId: model.id, crop, items }),
    });
    return { said: `${countOf(samples.length - failures.length, 'face')} predicted`, failures };
  });
}
