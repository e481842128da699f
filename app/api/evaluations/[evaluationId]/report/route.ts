import { z } from 'zod';
import { formatReport, REPORT_TYPES } from '@/lib/evaluation/reports/format-report';
import { REPORT_FORMATS } from '@/lib/evaluation/reports/report-source';
import { reportSource } from '@/lib/server/evaluation-reports';
import { evaluationErrors } from '@/lib/server/evaluation-results';
import { requireEvaluation } from '@/lib/server/evaluations';
import { attachment, handle, readQuery } from '../../../handle';

const querySchema = z.object({
  format: z.enum(REPORT_FORMATS).default('json'),
  /** show faces in it */
  images: z.enum(['0', '1']).default('0'),
});

export const GET = handle(async (request, { evaluationId }) => {
  const { format, images } = readQuery(request, querySchema);
  const { modelId, datasetName, split, report } = await requireEvaluation(evaluationId);
  const text =
    format === 'json'
      ? JSON.stringify({ ...report, perImage: await evaluationErrors(evaluationId) }, null, 2)
      : formatReport(await reportSource([evaluationId], { images: images === '1' }), format);
  return attachment(text, `${modelId}-${datasetName}-${split}.${format}`, REPORT_TYPES[format]);
});
