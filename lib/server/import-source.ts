import 'server-only';
import path from 'node:path';
import { openFolder } from '@/lib/datasets/file-source-node';
import type { DatasetFormatError, FileSource } from '@/lib/datasets/formats/format';
import { openZip } from '@/lib/datasets/zip-source-node';

export interface OpenedSource {
  readonly source: FileSource;
  /** the folder's or archive's own name */
  readonly name: string;
  /** files that may not be read at all: links that lead out, names that climb */
  readonly problems: readonly DatasetFormatError[];
  close(): Promise<void>;
}

/**
 * A folder or a .zip file of this machine, for the page and the command line alike.
 *
 * @throws DatasetFormatError when it is neither
 */
export async function openPath(target: string): Promise<OpenedSource> {
  const name = path.basename(target).replace(/\.zip$/i, '');
  const problems: DatasetFormatError[] = [];
  const report = (problem: DatasetFormatError) => void problems.push(problem);
  if (target.toLowerCase().endsWith('.zip')) {
    const source = await openZip(target, report);
    return { source, name, problems, close: async () => source.close() };
  }
  return { source: await openFolder(target, report), name, problems, close: async () => {} };
}
