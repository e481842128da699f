import { previewImport } from '@/lib/server/import-sessions';
import { handle } from '../../../handle';

export const POST = handle((_, { importId }) => previewImport(importId));
