import type { NamedFile } from './import-client';

/** Files that systems leave in folders; no part of any set. */
const isHidden = (path: string): boolean => path.split('/').some((part) => part.startsWith('.') || part === '__MACOSX');

/**
 * Everything that was dropped, folders walked through. Must be called before the drop event returns.
 *
 * @throws Error naming a file or folder that cannot be read
 */
export async function droppedFiles(transfer: DataTransfer): Promise<readonly NamedFile[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  // a drop made by a script may carry files without entries
  if (entries.length === 0) return pickedFiles(transfer.files);
  const found = await Promise.all(entries.map(walk));
  return found.flat().filter(({ path }) => !isHidden(path));
}

/** Files of a file dialog; those of a folder keep their path in it. */
export const pickedFiles = (files: Iterable<File>): readonly NamedFile[] =>
  [...files]
    .map((file) => ({ path: file.webkitRelativePath || file.name, file }))
    .filter(({ path }) => !isHidden(path));

/** What the files are called as a whole: their one folder or their one archive; null where there is no such thing. */
export function commonName(files: readonly NamedFile[]): string | null {
  const tops = new Set(files.map(({ path }) => path.split('/')[0]));
  const [top] = tops;
  if (tops.size !== 1 || top === undefined) return null;
  const isFolder = files[0].path.includes('/');
  return isFolder ? top : /\.zip$/i.test(top) ? top.slice(0, -4) : null;
}

async function walk(entry: FileSystemEntry): Promise<readonly NamedFile[]> {
  const path = entry.fullPath.replace(/^\//, '');
  const unreadable = (reject: (error: Error) => void) => (cause: DOMException) =>
    reject(new Error(`${path} cannot be read: ${cause.message}`, { cause }));
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, unreadable(reject)),
    );
    return [{ path, file }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: NamedFile[] = [];
  for (;;) {
    // a reader hands out a hundred entries a call, then none
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, unreadable(reject)),
    );
    if (batch.length === 0) return found;
    found.push(...(await Promise.all(batch.map(walk))).flat());
  }
}
