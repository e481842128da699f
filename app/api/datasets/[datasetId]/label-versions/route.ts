import { nameLabelsSchema } from '@/lib/contracts/annotation-versions';
import { listLabelVersions, nameLabels } from '@/lib/server/label-versions';
import { handle, readJson } from '../../../handle';

export const GET = handle((_, { datasetId }) => listLabelVersions(datasetId));

export const POST = handle(async (request, { datasetId }) => {
  const { name } = await readJson(request, nameLabelsSchema);
  return nameLabels(datasetId, name);
});
