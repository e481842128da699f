import { NextResponse } from 'next/server';
import { z } from 'zod';
import { healthDocument, healthHtml } from '@/lib/datasets/quality/health-html';
import { requireDoctorReport } from '@/lib/server/doctor-report';
import { handle, readQuery } from '../../../../handle';

const querySchema = z.object({ format: z.enum(['html', 'json']).default('html') });

/** A file to keep: numbers and mean shapes, no face. */
export const GET = handle(async (request, { datasetId }) => {
  const { format } = readQuery(request, querySchema);
  const report = await requireDoctorReport(datasetId);
  const name = `${report.dataset.replace(/[^\p{L}\p{N}._-]+/gu, '-')}-health.${format}`;
  const headers = { 'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}` };
  if (format === 'json') return NextResponse.json(healthDocument(report), { headers });
  return new Response(healthHtml(report), { headers: { ...headers, 'Content-Type': 'text/html; charset=utf-8' } });
});
