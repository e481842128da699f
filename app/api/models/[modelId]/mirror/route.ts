import { addMirrorAverage } from '@/lib/server/models';
import { handle } from '../../../handle';

export const POST = handle(async (_request, { modelId }) => addMirrorAverage(modelId));
