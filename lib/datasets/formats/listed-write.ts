import type { Split } from '../sample';
import { groupByImage, type ImageFaces } from './faces';
import { DatasetFormatError, type ExportSample, type FileSink, type FormatId, type ReportProblem } from './format';

/** How a format is written that tells of many images in one file. */
export interface ListedWriter<Entry> {
  readonly format: FormatId;
  /** why the format cannot hold a sample, as "expected X, found Y"; null when it can */
  refusal(sample: ExportSample): string | null;
  /** @param number of the image in the export, from 1 */
  entryOf(image: ImageFaces, number: number): Entry;
  /** file of a split; formats without splits name the same one for each */
  fileOf(split: Split | null): string;
  formatFile(entries: readonly Entry[]): string;
}

/** A file for each split. All faces of an image go where the first of them belongs. */
export async function writeListed<Entry>(
  samples: AsyncIterable<ExportSample>,
  sink: FileSink,
  { format, refusal, entryOf, fileOf, formatFile }: ListedWriter<Entry>,
  report: ReportProblem,
): Promise<void> {
  async function* writable(): AsyncGenerator<ExportSample> {
    for await (const sample of samples) {
      const reason = refusal(sample);
      if (reason === null) yield sample;
      else report(new DatasetFormatError({ format, file: sample.key, reason }));
    }
  }
  const files = new Map<string, Entry[]>();
  let number = 0;
  for await (const image of groupByImage(writable())) {
    const file = fileOf(image.faces[0].split);
    const entries = files.get(file) ?? [];
    entries.push(entryOf(image, ++number));
    files.set(file, entries);
  }
  for (const [file, entries] of files) await sink.write(file, formatFile(entries));
}
