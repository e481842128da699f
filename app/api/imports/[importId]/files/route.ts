import { receiveFile } from '@/lib/server/import-sessions';
import { handle } from '../../../handle';

export const PUT = handle((request, { importId }) =>
  receiveFile(importId, request.nextUrl.searchParams.get('path') ?? '', request.body),
);
