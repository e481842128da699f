import type { Split } from '../sample';
import { groupByImage, type ImageFaces } from './faces';
import { DatasetFormatError, type ExportSample, type FileSink, type FormatId, type ReportProblem } from './format';
import { extensionOf } from './paths';

/** How a format is written that tells of many images in one file. */
export interface ListedWriter<Entry> {
  readonly format: FormatId;
  /** why the format cannot hold a sample, as "expected X, found Y"; null when it can */
  refusal(sample: ExportSample): string | null;
  /** @param number of the image in the export, from 1 */
  entryOf(image: ImageFaces, number: number): Entry;
  /** characters that an entry takes in its file */
  lengthOf(entry: Entry): number;
  /** file of a split; formats without splits name the same one for each */
  fileOf(split: Split | null): string;
  formatFile(entries: readonly Entry[]): string;
}

/** V8 holds no longer text than 2²⁹ characters, and readers take no larger file. */
const MAX_FILE_CHARS = 200_000_000;

/**
 * A file for each split; of a set too large for one text, several. All faces of an image go where the first of them
 * belongs.
 */
export async function writeListed<Entry>(
  samples: AsyncIterable<ExportSample>,
  sink: FileSink,
  { format, refusal, entryOf, lengthOf, fileOf, formatFile }: ListedWriter<Entry>,
  report: ReportProblem,
  maxFileChars = MAX_FILE_CHARS,
): Promise<void> {
  async function* writable(): AsyncGenerator<ExportSample> {
    for await (const sample of samples) {
      const reason = refusal(sample);
      if (reason === null) yield sample;
      else report(new DatasetFormatError({ format, file: sample.key, reason }));
    }
  }
  const files = new Map<string, { part: number; chars: number; entries: Entry[] }>();
  let number = 0;
  for await (const image of groupByImage(writable())) {
    const name = fileOf(image.faces[0].split);
    const file = files.get(name) ?? { part: 1, chars: 0, entries: [] };
    files.set(name, file);
    const entry = entryOf(image, ++number);
    const chars = lengthOf(entry);
    if (file.entries.length > 0 && file.chars + chars > maxFileChars) {
      await sink.write(partName(name, file.part), formatFile(file.entries));
      Object.assign(file, { part: file.part + 1, chars: 0, entries: [] });
    }
    file.entries.push(entry);
    file.chars += chars;
  }
  for (const [name, { part, entries }] of files) await sink.write(partName(name, part), formatFile(entries));
}

/** `tasks-2.json`, `landmarks-2_train.json`: readers take a split from the last word. */
function partName(file: string, part: number): string {
  if (part === 1) return file;
  const extension = extensionOf(file);
  const [, name, split = ''] = /^(.*?)(_(?:train|val|test))?$/.exec(file.slice(0, -extension.length)) ?? [];
  return `${name}-${part}${split}${extension}`;
}
