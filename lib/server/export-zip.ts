import 'server-only';
import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import type { DatasetFormat } from '@/lib/datasets/formats/format';
import type { Dataset } from '@/prisma/generated/client';
import { exportDataset } from './export-dataset';

/** Files up to this size wait in the stream before the writer is held back. */
const BUFFERED_CHUNKS = 16;

/** An export as a zip that is made while it is sent, so that its size costs no memory. */
export function exportZip(
  dataset: Dataset,
  format: DatasetFormat,
  options: { images: boolean },
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const { readable, writable } = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>(
    undefined,
    undefined,
    new CountQueuingStrategy({ highWaterMark: BUFFERED_CHUNKS }),
  );
  const writer = writable.getWriter();
  let failure: Error | null = null;
  const zip = new Zip((error, chunk) => {
    if (error) failure = error;
    else void writer.write(chunk as Uint8Array<ArrayBuffer>).catch(() => {}); // the reader has gone; `ready` below tells
  });
  const work = async () => {
    await exportDataset(
      dataset,
      format,
      {
        async write(file, content) {
          await writer.ready;
          // pictures are compressed already
          const isText = typeof content === 'string';
          const entry = isText ? new ZipDeflate(file, { level: 6 }) : new ZipPassThrough(file);
          zip.add(entry);
          entry.push(isText ? new TextEncoder().encode(content) : content, true);
          if (failure) throw failure;
        },
      },
      options,
    );
    zip.end();
    await writer.close();
  };
  // A zip cut short has no directory and opens nowhere: a fault cannot pass for a whole export.
  work().catch((error: unknown) => {
    console.error(`export of ${dataset.name} as ${format.id} failed:`, error);
    void writer.abort(error);
  });
  return readable;
}
