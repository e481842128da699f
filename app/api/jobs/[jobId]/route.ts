import { getJob } from '@/lib/server/jobs';
import { handle } from '../../handle';

export const GET = handle((_, { jobId }) => getJob(jobId));
