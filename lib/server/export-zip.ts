import 'server-only';
import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import type { DatasetFormat } from '@/lib/datasets/formats/format';
import type { Dataset } from '@/prisma/generated/client';
import { database } from './database';
import { type ExportOptions, exportDataset } from './export-dataset';
import { sampleIds } from './samples';
import { UserError } from './user-error';

/** Files up to this size wait in the stream before the writer is held back. */
const BUFFERED_CHUNKS = 16;

/** What a zip without its 64-bit extension can count. */
const MAX_ZIP_FILES = 0xffff;
const MAX_ZIP_BYTES = 0xffff_ffff;

/**
 * An export as a zip that is made while it is sent, so that its size costs no memory. Samples that the format cannot
 * hold are told in `not-exported.txt`.
 *
 * @throws UserError 413 when the set has more files than a zip holds
 */
export async function exportZip(
  dataset: Dataset,
  format: DatasetFormat,
  options: ExportOptions,
): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  const samples = options.query
    ? (await sampleIds({ ...options.query, dataset: [dataset.id] })).length
    : await database().sample.count({ where: { datasetId: dataset.id } });
  const files = 2 * samples + 2;
  if (files > MAX_ZIP_FILES) {
    throw new UserError(413, `export: ${files} files are more than a zip holds; write a folder: landmarks export`);
  }
  const { readable, writable } = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>(
    undefined,
    undefined,
    new CountQueuingStrategy({ highWaterMark: BUFFERED_CHUNKS }),
  );
  const writer = writable.getWriter();
  // A zip cut short has no directory and opens nowhere: a fault cannot pass for a whole export.
  writeZip(writer, dataset, format, options).catch((error: unknown) => {
    console.error(`export of ${dataset.name} as ${format.id} ended early:`, error);
    writer.abort(error).catch(() => {}); // whoever asked has gone already
  });
  return readable;
}

async function writeZip(
  writer: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>,
  dataset: Dataset,
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
  const { skipped } = await exportDataset(dataset, format, { write }, options);
  if (skipped.length > 0) await write('not-exported.txt', skipped.map(({ reason }) => `${reason}\n`).join(''));
  zip.end();
  await writer.close();
}
