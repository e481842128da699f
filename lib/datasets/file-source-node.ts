import { open, readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { DatasetFormatError, type FileSource, type ReportProblem, throwProblem } from './formats/format';

/** A label or an image larger than this is no part of a landmark set. */
export const MAX_FILE_BYTES = 64 * 1024 * 1024;

const problem = (file: string, reason: string, cause?: unknown): DatasetFormatError =>
  new DatasetFormatError({ format: 'folder', file, reason }, { cause });

/**
 * The files of a folder and its folders, listed once. Hidden ones are left out. A symbolic link is followed to a file inside
 * the root; one that leads to a folder inside is passed over (its files are listed under their own names); one that leads
 * outside or nowhere is refused.
 *
 * @param report told of every refused entry; without it the first is thrown
 * @throws DatasetFormatError when the root is no readable folder
 */
export async function openFolder(root: string, report: ReportProblem = throwProblem): Promise<FileSource> {
  const realRoot = await realFolder(root);
  const listed = new Set<string>();
  await walk(realRoot, '', listed, report);
  const list = [...listed].sort();
  return {
    list: async () => list,
    read: async (file, maxBytes = MAX_FILE_BYTES) => {
      if (!listed.has(file)) throw problem(file, 'expected a file of the import folder, found none of that name');
      return readInside(realRoot, file, maxBytes);
    },
  };
}

async function realFolder(root: string): Promise<string> {
  try {
    const real = await realpath(root);
    if ((await stat(real)).isDirectory()) return real;
  } catch (cause) {
    throw problem(root, 'expected a readable folder, found none', cause);
  }
  throw problem(root, 'expected a folder, found a file');
}

async function walk(realRoot: string, folder: string, listed: Set<string>, report: ReportProblem): Promise<void> {
  const entries = await readdir(path.join(realRoot, folder), { withFileTypes: true });
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const file = folder + entry.name;
    if (entry.isDirectory()) await walk(realRoot, `${file}/`, listed, report);
    else if (entry.isFile()) listed.add(file);
    else if (!entry.isSymbolicLink()) report(problem(file, 'expected a plain file, found a device, pipe or socket'));
    else {
      try {
        const target = await resolveLink(realRoot, file);
        if ((await stat(target)).isFile()) listed.add(file);
      } catch (refused) {
        if (!(refused instanceof DatasetFormatError)) throw refused;
        report(refused);
      }
    }
  }
}

/** Where a path inside the root truly leads. @throws DatasetFormatError when that is outside the root, or nowhere */
async function resolveLink(realRoot: string, file: string): Promise<string> {
  let target: string;
  try {
    target = await realpath(path.join(realRoot, file));
  } catch (cause) {
    throw problem(file, 'expected a file, found a symbolic link that leads nowhere', cause);
  }
  const way = path.relative(realRoot, target);
  // absolute: on another drive of Windows
  if (way.split(path.sep)[0] === '..' || path.isAbsolute(way)) {
    throw problem(file, 'expected a file inside the import folder, found a symbolic link that leads outside');
  }
  return target;
}

/** Links are resolved again, for the folder may have changed since it was listed. */
async function readInside(realRoot: string, file: string, maxBytes: number): Promise<Uint8Array> {
  const target = await resolveLink(realRoot, file);
  let handle: Awaited<ReturnType<typeof open>>;
  try {
    handle = await open(target);
  } catch (cause) {
    throw problem(file, 'expected a readable file, found it closed to us', cause);
  }
  try {
    const { size } = await handle.stat();
    if (size > maxBytes) throw problem(file, `expected at most ${maxBytes} bytes, found ${size}`);
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}
