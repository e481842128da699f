import { listServerFolders } from '@/lib/server/import-sessions';
import { handle } from '../../handle';

export const GET = handle(() => listServerFolders());
