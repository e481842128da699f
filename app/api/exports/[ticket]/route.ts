import { openExport } from '@/lib/server/prepared-exports';
import { handle } from '../../handle';

export const GET = handle(async (_, { ticket }) => {
  const { stream, name } = openExport(ticket);
  return new Response(stream, {
    headers: { 'Content-Type': 'application/zip', 'Content-Disposition': `attachment; filename="${name}"` },
  });
});
