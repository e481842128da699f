import { z } from 'zod';
import { formatReport, REPORT_TYPES } from '@/lib/evaluation/reports/format-report';
import { REPORT_FORMATS } from '@/lib/evaluation/reports/report-source';
import { reportSource } from '@/lib/server/evaluation-reports';
import { attachment, handle, readQuery } from '../../../handle';
import { runsSchema } from '../../runs-query';

const querySchema = z.object({
  runs: runsSchema,
  format: z.enum(REPORT_FORMATS).default('html'),
  /** show faces in it */
  images: z.enum(['0', '1']).default('0'),
});

export const GET = handle(async (request) => {
  const { runs, format, images } = readQuery(request, querySchema);
  const text = formatReport(await reportSource(runs, { images: images === '1' }), format);
  return attachment(text, `comparison-of-${runs.length}-runs.${format}`, REPORT_TYPES[format]);
});
