import { type Entry, getFileNameLowLevel, openPromise, type ZipFile } from 'yauzl';
import { crc32 } from './crc32';
import { MAX_FILE_BYTES } from './file-source-node';
import { DatasetFormatError, type FileSource, type ReportProblem, throwProblem } from './formats/format';
import { resolveInside } from './formats/paths';

/** An archive that claims more than this is refused as a whole. */
export const MAX_ENTRIES = 1_000_000;
export const MAX_TOTAL_BYTES = 64 * 1024 * 1024 * 1024;
/** Images hardly shrink and label text shrinks tenfold; the bound holds for entries of more than a megabyte. */
export const MAX_RATIO = 200;
const RATIO_FREE_BYTES = 1024 * 1024;

const STORED = 0;
const DEFLATED = 8;
const UNIX_TYPE = 0o170000;
const UNIX_LINK = 0o120000;

const problem = (file: string, reason: string, cause?: unknown): DatasetFormatError =>
  new DatasetFormatError({ format: 'zip', file, reason }, { cause });

/**
 * The files of a zip archive, unpacked one by one into memory when read; nothing is ever written under a name of the archive.
 * Hidden entries are left out. Names that leave the archive, symbolic links, encrypted entries and bombs are refused.
 *
 * @param report told of every refused entry; without it the first is thrown
 * @throws DatasetFormatError when it is no whole archive, or claims more than any import may
 */
export async function openZip(
  zipPath: string,
  report: ReportProblem = throwProblem,
): Promise<FileSource & { close(): void }> {
  let zip: ZipFile;
  try {
    // names are decoded and checked here, so that a bad one costs its entry and not the archive
    zip = await openPromise(zipPath, { autoClose: false, decodeStrings: false });
  } catch (cause) {
    throw problem(zipPath, 'expected a whole zip archive, found something else', cause);
  }
  try {
    const entries = await listEntries(zip, zipPath, report);
    const list = [...entries.keys()].sort();
    return {
      list: async () => list,
      read: async (file, maxBytes = MAX_FILE_BYTES) => {
        const entry = entries.get(file);
        if (!entry) throw problem(file, 'expected a file of the archive, found none of that name');
        return readEntry(zip, entry, file, maxBytes);
      },
      close: () => zip.close(),
    };
  } catch (refused) {
    zip.close();
    throw refused;
  }
}

async function listEntries(zip: ZipFile, zipPath: string, report: ReportProblem): Promise<Map<string, Entry>> {
  if (zip.entryCount > MAX_ENTRIES) {
    throw problem(zipPath, `expected at most ${MAX_ENTRIES} entries, found ${zip.entryCount}`);
  }
  const entries = new Map<string, Entry>();
  let totalBytes = 0;
  try {
    for await (const entry of zip.eachEntry()) {
      const name = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false);
      if (name.endsWith('/') || isHidden(name)) continue;
      totalBytes += entry.uncompressedSize;
      if (totalBytes > MAX_TOTAL_BYTES) {
        throw problem(zipPath, `expected at most ${MAX_TOTAL_BYTES} bytes in all, found more`);
      }
      const file = resolveInside('', name);
      const reason = refusal(entry, file, entries);
      if (reason !== null) report(problem(name, reason));
      else if (file !== undefined) entries.set(file, entry);
    }
  } catch (cause) {
    if (cause instanceof DatasetFormatError) throw cause;
    throw problem(zipPath, 'expected a whole zip directory, found it broken', cause);
  }
  return entries;
}

/** What dot files and Finder's `__MACOSX` copies have in common: nobody sees them. A leading `..` is no hidden name. */
const isHidden = (name: string): boolean =>
  name.split('/').some((part) => (part.startsWith('.') && !/^\.+$/.test(part)) || part === '__MACOSX');

function refusal(entry: Entry, file: string | undefined, earlier: ReadonlyMap<string, Entry>): string | null {
  const { compressedSize, uncompressedSize, compressionMethod } = entry;
  if (file === undefined) return 'expected a path inside the archive, found one that leaves it';
  if (earlier.has(file)) return 'expected each path once, found it again';
  if (((entry.externalFileAttributes >>> 16) & UNIX_TYPE) === UNIX_LINK)
    return 'expected a file, found a symbolic link';
  if (entry.isEncrypted()) return 'expected a readable file, found an encrypted one';
  if (compressionMethod !== STORED && compressionMethod !== DEFLATED) {
    return `expected a stored or deflated file, found compression method ${compressionMethod}`;
  }
  if (uncompressedSize > RATIO_FREE_BYTES && uncompressedSize > MAX_RATIO * compressedSize) {
    return `expected at most ${MAX_RATIO} bytes for each packed one, found ${uncompressedSize} for ${compressedSize}`;
  }
  return null;
}

async function readEntry(zip: ZipFile, entry: Entry, file: string, maxBytes: number): Promise<Uint8Array> {
  if (entry.uncompressedSize > maxBytes) {
    throw problem(file, `expected at most ${maxBytes} bytes, found ${entry.uncompressedSize}`);
  }
  const bytes = new Uint8Array(entry.uncompressedSize);
  let at = 0;
  try {
    // yauzl ends the stream with an error when it holds more or less than the directory says
    for await (const chunk of await zip.openReadStreamPromise(entry)) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
  } catch (cause) {
    throw problem(file, 'expected whole packed data, found it broken', cause);
  }
  // yauzl leaves the checksum to its callers
  if (crc32(bytes) !== entry.crc32) throw problem(file, 'expected whole packed data, found another checksum');
  return bytes;
}
