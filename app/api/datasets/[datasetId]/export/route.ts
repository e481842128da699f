import { z } from 'zod';
import { sampleQuerySchema } from '@/lib/contracts/sample';
import { formatById } from '@/lib/datasets/formats/index';
import { getDataset, requireDatasetByName } from '@/lib/server/datasets';
import { exportZip } from '@/lib/server/export-zip';
import { notFound } from '@/lib/server/user-error';
import { handle, readQuery } from '../../../handle';

/** The gallery's query narrows the export; its datasets do not count, the path names one. */
const querySchema = sampleQuerySchema.extend({ format: z.string(), images: z.enum(['yes', 'no']).default('yes') });

export const GET = handle(async (request, { datasetId }) => {
  const { format: formatId, images, ...query } = readQuery(request, querySchema);
  const summary = await getDataset(datasetId);
  if (!summary) throw notFound('dataset', datasetId);
  const format = formatById(formatId);
  const name = `${summary.name.replace(/[^A-Za-z0-9._-]+/g, '-')}-${format.id}.zip`;
  const dataset = await requireDatasetByName(summary.name);
  return new Response(await exportZip(dataset, format, { images: images === 'yes', query }), {
    headers: { 'Content-Type': 'application/zip', 'Content-Disposition': `attachment; filename="${name}"` },
  });
});
