import { evaluationErrors } from '@/lib/server/evaluation-results';
import { getEvaluation } from '@/lib/server/evaluations';
import { notFound } from '@/lib/server/user-error';
import { handle } from '../../../handle';

export const GET = handle(async (_, { evaluationId }) => {
  const evaluation = await getEvaluation(evaluationId);
  if (!evaluation) throw notFound('evaluation', evaluationId);
  const { modelId, datasetName, split, report } = evaluation;
  const name = `${modelId}-${datasetName}-${split}.json`.replace(/[^A-Za-z0-9._-]+/g, '-');
  return new Response(JSON.stringify({ ...report, perImage: await evaluationErrors(evaluationId) }, null, 2), {
    headers: { 'Content-Type': 'application/json', 'Content-Disposition': `attachment; filename="${name}"` },
  });
});
