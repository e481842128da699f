import { continueRun, settleRun } from '@/lib/server/generation-jobs';
import { handle } from '../../../handle';

/** Goes on with a set that was begun. */
export const POST = handle((_, { datasetId, runId }) => continueRun(datasetId, runId));

/** Leaves it as far as it has come. */
export const DELETE = handle((_, { datasetId, runId }) => settleRun(datasetId, runId));
