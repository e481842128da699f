import { listTags } from '@/lib/server/tags';
import { handle } from '../handle';

export const GET = handle(() => listTags());
