import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DatasetFormatError, type FileSink } from './formats/format';
import { resolveInside } from './formats/paths';

/** Writes into a folder, which is made when the first file comes. @throws DatasetFormatError for a name that leaves it */
export function folderSink(folder: string): FileSink {
  return {
    async write(file, bytes) {
      const inside = resolveInside('', file);
      if (inside === undefined || inside === '') {
        throw new DatasetFormatError({
          format: 'export',
          file,
          reason: 'expected a name inside the folder, found another',
        });
      }
      const target = path.join(folder, inside);
      await mkdir(path.dirname(target), { recursive: true });
      await writeFile(target, bytes);
    },
  };
}
