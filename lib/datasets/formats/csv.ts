import type { SourceSample } from '../sample';
import { LandmarkTable, parseLandmarkCsv } from './csv-landmarks';
import { compareSamples, faceKey, faceOfKey } from './faces';
import { type DatasetFormat, DatasetFormatError, type FileSource, type ReportProblem } from './format';
import { extensionOf, folderOf, resolveInside } from './paths';
import { decodeText, quote } from './text';

const MAX_CSV_BYTES = 256 * 1024 * 1024;

/** Name of the table an export writes. */
const EXPORT_FILE = 'landmarks.csv';

const isCsv = (file: string): boolean => extensionOf(file) === '.csv';

async function* readCsv(files: FileSource, report: ReportProblem): AsyncIterable<SourceSample> {
  const list = await files.list();
  const known = new Set(list);
  const tables = list.filter(isCsv);
  if (tables.length === 0) {
    throw new DatasetFormatError({ format: 'csv', file: 'these files', reason: 'expected a CSV file, found none' });
  }
  const samples = new Map<string, SourceSample>();
  for (const file of tables) {
    try {
      const text = decodeText(await files.read(file, MAX_CSV_BYTES), 'csv', file);
      for (const { line, ...row } of parseLandmarkCsv(text, file, report)) {
        const problem = (reason: string) => report(new DatasetFormatError({ format: 'csv', file, line, reason }));
        const imageFile = resolveInside(folderOf(file), row.imageFile);
        if (imageFile === undefined) {
          problem(`expected an image inside the import folder, found ${quote(row.imageFile)}`);
          continue;
        }
        const key = faceKey(imageFile, faceOfKey(row.key));
        if (!known.has(imageFile)) problem(`expected an image ${quote(row.imageFile)}, found none`);
        else if (samples.has(key)) problem(`expected each face once, found ${quote(key)} again`);
        else samples.set(key, { ...row, key, imageFile });
      }
    } catch (broken) {
      if (!(broken instanceof DatasetFormatError)) throw broken;
      report(broken);
    }
  }
  yield* [...samples.values()].sort(compareSamples);
}

export const csv: DatasetFormat = {
  id: 'csv',
  title: 'landmark table (.csv: image,face,x0,y0,…)',
  async detect(files) {
    const tables = (await files.list()).filter(isCsv);
    for (const file of tables) {
      try {
        const head = new TextDecoder().decode((await files.read(file, MAX_CSV_BYTES)).subarray(0, 64));
        if (head.startsWith('image,face,x0,y0')) return 'certain';
      } catch (problem) {
        if (!(problem instanceof DatasetFormatError)) throw problem; // reading tells it
      }
    }
    return tables.length > 0 ? 'possible' : 'no';
  },
  read: readCsv,
  precisionPx: 0,
  async write(samples, sink) {
    const table = new LandmarkTable();
    for await (const sample of samples) table.add(sample);
    await sink.write(EXPORT_FILE, table.format());
  },
};
