import { listDatasets } from '@/lib/server/datasets';
import { handle } from '../handle';

export const GET = handle(() => listDatasets());
