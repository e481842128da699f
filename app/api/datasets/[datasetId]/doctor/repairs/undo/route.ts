import { undoRepairSchema } from '@/lib/contracts/doctor';
import { startUndo } from '@/lib/server/doctor-repairs';
import { handle, readJson } from '../../../../../handle';

export const POST = handle(async (request, { datasetId }) => {
  const { repair } = await readJson(request, undoRepairSchema);
  return startUndo(datasetId, repair);
});
