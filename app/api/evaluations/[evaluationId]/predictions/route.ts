import { z } from 'zod';
import { formatPredictions, PREDICTION_FORMATS } from '@/lib/evaluation/prediction-file';
import { readColumns } from '@/lib/server/evaluation-files';
import { requireEvaluation } from '@/lib/server/evaluations';
import { exportPredictions } from '@/lib/server/external-predictions';
import { attachment, handle, readQuery } from '../../../handle';

const querySchema = z.object({ format: z.enum(PREDICTION_FORMATS).default('csv') });
const TYPES = { csv: 'text/csv; charset=utf-8', json: 'application/json' } as const;

export const GET = handle(async (request, { evaluationId }) => {
  const { format } = readQuery(request, querySchema);
  const { modelId, datasetId, datasetName, crop } = await requireEvaluation(evaluationId);
  const { ids } = await readColumns(evaluationId);
  const rows = await exportPredictions(modelId, { dataset: datasetId, crop, sampleIds: ids });
  return attachment(formatPredictions(rows, format), `${modelId}-${datasetName}-predictions.${format}`, TYPES[format]);
});
