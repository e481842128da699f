import { cancelJob } from '@/lib/server/jobs';
import { handle } from '../../../handle';

export const POST = handle((_, { jobId }) => cancelJob(jobId));
