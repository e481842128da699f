import { closeImport } from '@/lib/server/import-sessions';
import { handle } from '../../handle';

export const DELETE = handle((_, { importId }) => closeImport(importId));
