import { applyRepairSchema } from '@/lib/contracts/doctor';
import { previewRepair, startRepair } from '@/lib/server/doctor-repairs';
import { handle, readJson, readQuery } from '../../../../handle';

/** What the repair would do to some faces. */
export const GET = handle((request, { datasetId }) =>
  previewRepair(datasetId, readQuery(request, applyRepairSchema).fault),
);

export const POST = handle(async (request, { datasetId }) => {
  const { fault } = await readJson(request, applyRepairSchema);
  return startRepair(datasetId, fault);
});
