import 'server-only';
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { PreparedExport, prepareExportSchema } from '@/lib/contracts/export';
import { formatById } from '@/lib/datasets/formats/index';
import { idsOf } from './bulk';
import { database } from './database';
import { type ExportPart, exportZip, requireZippable, safeName } from './export-zip';
import { notFound, UserError } from './user-error';

type Request = z.infer<typeof prepareExportSchema>;

interface Prepared {
  readonly request: Request;
  readonly parts: readonly ExportPart[];
}

/** A download is begun at once; who comes later asks again. */
const LIFE_MS = 10 * 60_000;

const kept = globalThis as typeof globalThis & { workbenchExports?: Map<string, Prepared> };
kept.workbenchExports ??= new Map();
const waiting = kept.workbenchExports;

/**
 * Says what an export would hold, and keeps it ready to be fetched by an address: what is chosen may be longer than an
 * address can be, and what is wrong is told before a download begins.
 *
 * @throws UserError 422 when nothing is labelled, 413 when a zip cannot hold it
 */
export async function prepareExport(request: Request): Promise<PreparedExport> {
  const format = formatById(request.format);
  if (!format.write) throw new UserError(400, `export: ${format.title} can be read but not written`);
  const rows = await database().$queryRaw<{ datasetId: string; count: unknown }[]>`
    SELECT "datasetId", COUNT(*) AS "count" FROM "Sample"
    WHERE "revision" > 0 AND "id" IN (${idsOf(request.target)}) GROUP BY "datasetId"`;
  if (rows.length === 0) throw new UserError(422, 'export: expected labelled faces, found none');
  const counts = new Map(rows.map(({ datasetId, count }) => [datasetId, Number(count)]));
  const datasets = await database().dataset.findMany({
    where: { id: { in: [...counts.keys()] } },
    orderBy: { name: 'asc' },
  });
  const parts = datasets.map((dataset) => ({ dataset, samples: counts.get(dataset.id) ?? 0 }));
  requireZippable(parts);
  const ticket = randomUUID();
  waiting.set(ticket, { request, parts });
  setTimeout(() => waiting.delete(ticket), LIFE_MS).unref();
  return {
    url: `/api/exports/${ticket}`,
    samples: parts.reduce((sum, { samples }) => sum + samples, 0),
    datasets: datasets.map(({ name }) => name),
  };
}

/** @throws UserError 404 when its time is over */
export function openExport(ticket: string): { stream: ReadableStream<Uint8Array<ArrayBuffer>>; name: string } {
  const prepared = waiting.get(ticket);
  if (!prepared) throw notFound('export', ticket);
  const { request, parts } = prepared;
  const format = formatById(request.format);
  const what = parts.length === 1 ? safeName(parts[0].dataset.name) : 'landmarks';
  return {
    stream: exportZip(parts, format, { images: request.images, target: request.target }),
    name: `${what}-${format.id}.zip`,
  };
}
