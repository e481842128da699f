import type { CreateEvaluation, EvaluationSummary } from '@/lib/contracts/evaluation';
import { createEvaluation, samplesToPredict } from '@/lib/server/evaluations';
import { requireModel } from '@/lib/server/models';
import { predictSamples } from '../runtime/predict-samples';
import type { PredictProgress } from '../runtime/run-progress';
import { databaseGateway, openPhotoPredictor, openStoredModel } from './stored-model';

interface EvaluateOptions {
  readonly signal: AbortSignal;
  readonly note: (line: string) => void;
  readonly onProgress: (progress: PredictProgress) => void;
}

/** Runs the model where it has not run yet, and scores it: for the command line and the server's jobs. */
export async function evaluateRequest(
  request: CreateEvaluation,
  { signal, note, onProgress }: EvaluateOptions,
): Promise<EvaluationSummary> {
  const { origin } = await requireModel(request.model);
  // another tool's predictions cannot be made here
  const missing = origin === 'predictions' ? [] : await samplesToPredict(request);
  if (missing.length > 0) {
    const source =
      request.crop === 'detector'
        ? ({ crop: 'detector', predictors: [await openPhotoPredictor(request.model)] } as const)
        : ({ crop: 'ground-truth', predictors: [await openStoredModel(request.model)] } as const);
    const [model] = source.predictors;
    try {
      const { failures } = await predictSamples(missing, {
        ...source,
        gateway: databaseGateway(model),
        signal,
        onProgress,
      });
      for (const { sample, reason } of failures) note(`sample ${sample}: ${reason}`);
    } finally {
      model.dispose();
    }
  }
  return createEvaluation(request);
}
