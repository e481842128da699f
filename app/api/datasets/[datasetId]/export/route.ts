import { z } from 'zod';
import { formatById } from '@/lib/datasets/formats/index';
import { getDataset, requireDatasetByName } from '@/lib/server/datasets';
import { exportZip } from '@/lib/server/export-zip';
import { notFound } from '@/lib/server/user-error';
import { handle, readQuery } from '../../../handle';

const querySchema = z.object({ format: z.string(), images: z.enum(['yes', 'no']).default('yes') });

export const GET = handle(async (request, { datasetId }) => {
  const { format: formatId, images } = readQuery(request, querySchema);
  const summary = await getDataset(datasetId);
  if (!summary) throw notFound('dataset', datasetId);
  const format = formatById(formatId);
  const name = `${summary.name.replace(/[^A-Za-z0-9._-]+/g, '-')}-${format.id}.zip`;
  return new Response(exportZip(await requireDatasetByName(summary.name), format, { images: images === 'yes' }), {
    headers: { 'Content-Type': 'application/zip', 'Content-Disposition': `attachment; filename="${name}"` },
  });
});
