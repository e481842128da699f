import 'server-only';
import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import type { SampleTarget } from '@/lib/contracts/bulk';
import type { DatasetFormat } from '@/lib/datasets/formats/format';
import { type Dataset, Prisma } from '@/prisma/generated/client';
import { idsOf } from './bulk';
import { database } from './database';
import { type ExportOptions, exportDataset } from './export-dataset';
import { UserError } from './user-error';

/** Files up to this size wait in the stream before the writer is held back. */
const BUFFERED_CHUNKS = 16;

/** What a zip without its 64-bit extension can count. */
const MAX_ZIP_FILES = 0xffff;
const MAX_ZIP_BYTES = 0xffff_ffff;

/** A dataset to be exported, and how many of its samples. */
export interface ExportPart {
  readonly dataset: Dataset;
  readonly samples: number;
}

/** @param target which of its samples; absent: all labelled ones */
export async function exportPart(dataset: Dataset, target?: SampleTarget): Promise<ExportPart> {
  const which = target ? Prisma.sql`"id" IN (${idsOf(target)})` : Prisma.sql`TRUE`;
  const [{ count }] = await database().$queryRaw<{ count: unknown }[]>`
    SELECT COUNT(*) AS "count" FROM "Sample" WHERE "datasetId" = ${dataset.id} AND "revision" > 0 AND ${which}`;
  return { dataset, samples: Number(count) };
}

/**
 * An export as a zip that is made while it is sent, so that its size costs no memory; of several datasets each has a
 * folder of its own. Samples that the format cannot hold are told in `not-exported.txt`.
 *
 * @throws UserError 413 when there are more files than a zip holds
 */
export function exportZip(
  parts: readonly ExportPart[],
  format: DatasetFormat,
  options: ExportOptions,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  requireZippable(parts);
  const { readable, writable } = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>(
    undefined,
    undefined,
    new CountQueuingStrategy({ highWaterMark: BUFFERED_CHUNKS }),
  );
  const writer = writable.getWriter();
  // A zip cut short has no directory and opens nowhere: a fault cannot pass for a whole export.
  writeZip(writer, parts, format, options).catch((error: unknown) => {
    console.error(`export as ${format.id} ended early:`, error);
    writer.abort(error).catch(() => {}); // whoever asked has gone already
  });
  return readable;
}

/** @throws UserError 413 when there are more files than a zip holds */
export function requireZippable(parts: readonly ExportPart[]): void {
  const files = parts.reduce((sum, { samples }) => sum + 2 * samples + 2, 0);
  if (files <= MAX_ZIP_FILES) return;
  throw new UserError(413, `export: ${files} files are more than a zip holds; write a folder: landmarks export`);
}

/** A name that is one folder on every system. */
export const safeName = (name: string): string => name.replace(/[^A-Za-z0-9._-]+/g, '-');

/** A folder for each dataset; two names that come out alike are told apart. */
function foldersOf(parts: readonly ExportPart[]): string[] {
  if (parts.length === 1) return [''];
  const taken = new Set<string>();
  return parts.map(({ dataset }) => {
    let folder = safeName(dataset.name);
    for (let n = 2; taken.has(folder); n++) folder = `${safeName(dataset.name)}-${n}`;
    taken.add(folder);
    return `${folder}/`;
  });
}

async function writeZip(
  writer: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>,
  parts: readonly ExportPart[],
  format: DatasetFormat,
  options: ExportOptions,
): Promise<void> {
  let failure: Error | null = null;
  let bytes = 0;
  const zip = new Zip((error, chunk) => {
    if (error) failure = error;
    bytes += chunk?.length ?? 0;
    writer.write(chunk as Uint8Array<ArrayBuffer>).catch(() => {}); // the reader has gone: `ready` below tells
  });
  const write = async (file: string, content: Uint8Array | string) => {
    await writer.ready;
    // pictures are compressed already
    const isText = typeof content === 'string';
    const entry = isText ? new ZipDeflate(file, { level: 6 }) : new ZipPassThrough(file);
    zip.add(entry);
    entry.push(isText ? new TextEncoder().encode(content) : content, true);
    if (failure) throw failure;
    if (bytes > MAX_ZIP_BYTES)
      throw new Error('more than the 4 GiB that a zip holds; write a folder: landmarks export');
  };
  const folders = foldersOf(parts);
  for (const [i, { dataset }] of parts.entries()) {
    const sink = { write: (file: string, content: Uint8Array | string) => write(folders[i] + file, content) };
    const { skipped } = await exportDataset(dataset, format, sink, options);
    if (skipped.length === 0) continue;
    await write(`${folders[i]}not-exported.txt`, skipped.map(({ reason }) => `${reason}\n`).join(''));
  }
  zip.end();
  await writer.close();
}
