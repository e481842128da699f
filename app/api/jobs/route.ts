import { listJobs } from '@/lib/server/jobs';
import { handle } from '../handle';

export const GET = handle(() => listJobs());
