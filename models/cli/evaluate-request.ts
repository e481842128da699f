import type { CreateEvaluation, EvaluationSummary } from '@/lib/contracts/evaluation';
import { createEvaluation, samplesToPredict } from '@/lib/server/evaluations';
import { requireModel } from '@/lib/server/models';
import { type PredictProgress, predictSamples } from '../runtime/predict-samples';
import { databaseGateway, openStoredModel } from './stored-model';

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
  // another tool's predictions cannot be made here, and with crops of the detector only the stored ones are scored
  const missing = origin === 'predictions' || request.crop === 'detector' ? [] : await samplesToPredict(request);
  if (missing.length > 0) {
    const model = await openStoredModel(request.model);
    try {
      const { failures } = await predictSamples(missing, {
        predictors: [model],
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
