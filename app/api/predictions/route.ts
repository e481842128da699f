import { storePredictionsSchema } from '@/lib/contracts/prediction';
import { storePredictions } from '@/lib/server/predictions';
import { handle, readJson } from '../handle';

export const POST = handle(async (request) => storePredictions(await readJson(request, storePredictionsSchema)));
