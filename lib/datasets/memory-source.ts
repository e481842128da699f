import { DatasetFormatError, type FileSource } from './formats/format';

/** Files made in memory, as a source to read a dataset from. */
export function memorySource(files: ReadonlyMap<string, Uint8Array | string>): FileSource {
  return {
    list: async () => [...files.keys()].sort(),
    async read(file) {
      const content = files.get(file);
      if (content === undefined)
        throw new DatasetFormatError({ format: 'files', file, reason: 'expected a file, found none' });
      return typeof content === 'string' ? new TextEncoder().encode(content) : content;
    },
  };
}
