import { z } from 'zod';
import { sampleQuerySchema } from '@/lib/contracts/sample';
import { formatById } from '@/lib/datasets/formats/index';
import { getDataset, requireDatasetByName } from '@/lib/server/datasets';
import { exportPart, exportZip, safeName } from '@/lib/server/export-zip';
import { notFound } from '@/lib/server/user-error';
import { handle, readQuery } from '../../../handle';

/** The gallery's query narrows the export; its datasets do not count, the path names one. */
const querySchema = sampleQuerySchema.extend({ format: z.string(), images: z.enum(['yes', 'no']).default('yes') });

export const GET = handle(async (request, { datasetId }) => {
  const { format: formatId, images, ...query } = readQuery(request, querySchema);
  const summary = await getDataset(datasetId);
  if (!summary) throw notFound('dataset', datasetId);
  const format = formatById(formatId);
  const name = `${safeName(summary.name)}-${format.id}.zip`;
  const target = { query: { ...query, dataset: [datasetId] } };
  const part = await exportPart(await requireDatasetByName(summary.name), target);
  return new Response(exportZip([part], format, { images: images === 'yes', target }), {
    headers: { 'Content-Type': 'application/zip', 'Content-Disposition': `attachment; filename="${name}"` },
  });
});
