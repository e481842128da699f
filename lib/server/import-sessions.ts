import 'server-only';
import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, realpath, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import type { z } from 'zod';
import type { ImportPreview, ImportResult, startImportSchema } from '@/lib/contracts/dataset';
import type { JobInfo } from '@/lib/contracts/job';
import { detectFormat, formatById } from '@/lib/datasets/formats/index';
import { importDataset } from './import-dataset';
import { type OpenedSource, openPath } from './import-source';
import { type JobContext, startJob } from './jobs';
import { notFound, UserError } from './user-error';
import { inWorkbench } from './workbench-dir';

/** Files on their way in: uploaded into a folder of their own, or a server folder. Told before anything is brought in. */
interface ImportSession {
  readonly id: string;
  /** uploads are removed when the import is over; a server folder is not ours */
  readonly uploads: string | null;
  readonly folder: string;
  readonly name: string;
  preview: ImportPreview | null;
  receivedBytes: number;
  /** from then on the job closes the session, and nobody else */
  isStarted: boolean;
}

const kept = globalThis as typeof globalThis & { workbenchImports?: Map<string, ImportSession> };
kept.workbenchImports ??= new Map();
const sessions = kept.workbenchImports;

const FRESH = { preview: null, receivedBytes: 0, isStarted: false };

/** All files of an upload together. */
const MAX_UPLOAD_BYTES = 8 * 1024 ** 3;
const MAX_PATH_LENGTH = 1024;
const PREVIEW_PROBLEMS = 20;

/** What the disk says to a file named as a folder is, to a folder named as a file is, and to a name too long. */
const NAME_FAULTS = new Set(['EISDIR', 'ENOTDIR', 'EEXIST', 'ENAMETOOLONG']);

export async function openImport(folder: string | undefined): Promise<{ importId: string }> {
  const id = randomUUID();
  if (folder === undefined) {
    const uploads = inWorkbench('imports', id);
    await mkdir(uploads, { recursive: true });
    sessions.set(id, { id, uploads, folder: uploads, name: 'upload', ...FRESH });
  } else {
    const resolved = await resolveServerFolder(folder);
    sessions.set(id, { id, uploads: null, folder: resolved, name: path.basename(resolved), ...FRESH });
  }
  return { importId: id };
}

/** Folders that may be imported from the page: those directly under `WORKBENCH_IMPORT_ROOT`. */
export async function listServerFolders(): Promise<{ root: string | null; folders: string[] }> {
  const root = process.env.WORKBENCH_IMPORT_ROOT;
  if (!root) return { root: null, folders: [] };
  const entries = await readdir(/* turbopackIgnore: true */ await importRoot(root), { withFileTypes: true });
  return {
    root,
    folders: entries
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .sort(),
  };
}

async function resolveServerFolder(folder: string): Promise<string> {
  const root = process.env.WORKBENCH_IMPORT_ROOT;
  if (!root)
    throw new UserError(403, 'server folders: set WORKBENCH_IMPORT_ROOT to the folder that may be imported from');
  const realRoot = await importRoot(root);
  let real: string;
  try {
    real = await realpath(/* turbopackIgnore: true */ path.resolve(realRoot, folder));
  } catch {
    throw new UserError(404, `server folder ${folder}: not found under the import root`);
  }
  if (real !== realRoot && !real.startsWith(realRoot + path.sep)) {
    throw new UserError(403, `server folder ${folder}: leads outside the import root`);
  }
  if (!(await stat(real)).isDirectory())
    throw new UserError(400, `server folder ${folder}: expected a folder, found a file`);
  return real;
}

async function importRoot(root: string): Promise<string> {
  try {
    return await realpath(/* turbopackIgnore: true */ root);
  } catch {
    throw new UserError(404, 'server folders: WORKBENCH_IMPORT_ROOT names a folder that is not there');
  }
}

/** Takes one uploaded file. @param file its path relative to what was dropped, `/` between folders */
export async function receiveFile(id: string, file: string, body: ReadableStream<Uint8Array> | null): Promise<void> {
  const session = requireSession(id);
  if (!session.uploads) throw new UserError(400, 'import: a server folder takes no uploads');
  if (session.isStarted) throw new UserError(409, 'import: it has been started and takes no more files');
  const parts = file.split('/');
  const isPlain = (part: string) => part !== '' && part !== '.' && part !== '..' && !/[\\\0]/.test(part);
  if (!parts.every(isPlain) || file.length > MAX_PATH_LENGTH) {
    throw new UserError(400, `upload ${JSON.stringify(file)}: expected a relative path without ..`);
  }
  const target = path.join(session.uploads, ...parts);
  const count = async function* (chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) {
      session.receivedBytes += chunk.length;
      if (session.receivedBytes > MAX_UPLOAD_BYTES) {
        throw new UserError(413, `upload ${file}: more than ${MAX_UPLOAD_BYTES / 1024 ** 3} GiB in all`);
      }
      yield chunk;
    }
  };
  try {
    await mkdir(path.dirname(target), { recursive: true });
    // an empty file comes without a body
    const source = body ? Readable.fromWeb(body as NodeReadableStream<Uint8Array>) : Readable.from([]);
    await pipeline(source, count, createWriteStream(target));
  } catch (error) {
    if (NAME_FAULTS.has((error as NodeJS.ErrnoException).code ?? '')) {
      throw new UserError(400, `upload ${JSON.stringify(file)}: expected a name of its own and not too long`);
    }
    await rm(target, { force: true }); // cut short: half a file is none
    throw error;
  }
}

/** Says what is there: format, counts, problems. */
export async function previewImport(id: string): Promise<ImportPreview> {
  const session = requireSession(id);
  const opened = await openSource(session);
  try {
    const { source } = opened;
    const format = await detectFormat(source);
    const problems = opened.problems.map(({ message }) => message);
    const images = new Set<string>();
    let samples = 0;
    let scheme = '';
    for await (const sample of format.read(source, (problem) => problems.push(problem.message))) {
      samples++;
      images.add(sample.imageFile);
      scheme ||= sample.annotation?.scheme ?? '';
    }
    session.preview = {
      importId: id,
      suggestedName: opened.name,
      suggestedKind: format.id === 'face-synthetics' ? 'synthetic' : 'real',
      format: format.id,
      formatTitle: format.title,
      scheme,
      files: (await source.list()).length,
      images: images.size,
      samples,
      problems: problems.length,
      firstProblems: problems.slice(0, PREVIEW_PROBLEMS),
    };
    return session.preview;
  } finally {
    await opened.close();
  }
}

export async function startImport(id: string, request: z.infer<typeof startImportSchema>): Promise<JobInfo> {
  const session = requireSession(id);
  if (session.isStarted) throw new UserError(409, 'import: it has been started already');
  session.isStarted = true;
  let preview: ImportPreview;
  try {
    preview = session.preview ?? (await previewImport(id));
  } catch (error) {
    session.isStarted = false; // what nobody can read may still be exchanged
    throw error;
  }
  return startJob('import', `Import ${request.dataset}`, async (context) => {
    try {
      return await importSession(session, request, preview, context);
    } finally {
      await endSession(session);
    }
  });
}

async function importSession(
  session: ImportSession,
  request: z.infer<typeof startImportSchema>,
  preview: ImportPreview,
  context: JobContext,
): Promise<ImportResult> {
  const opened = await openSource(session);
  try {
    return await importDataset(
      {
        ...request,
        source: opened.source,
        problems: opened.problems,
        format: formatById(preview.format),
        expected: preview.samples + preview.problems,
      },
      context,
    );
  } finally {
    await opened.close();
  }
}

/** Gives up an import that has not been started; a started one ends by itself, or by cancelling its job. */
export async function closeImport(id: string): Promise<void> {
  const session = sessions.get(id);
  if (session && !session.isStarted) await endSession(session);
}

async function endSession({ id, uploads }: ImportSession): Promise<void> {
  sessions.delete(id);
  if (uploads) await rm(uploads, { recursive: true, force: true });
}

/** Uploads whose server has ended belong to nobody. Called before the first request. */
export async function clearUploads(): Promise<void> {
  await rm(inWorkbench('imports'), { recursive: true, force: true });
}

function requireSession(id: string): ImportSession {
  const session = sessions.get(id);
  if (!session) throw notFound('import', id);
  return session;
}

/** One uploaded zip is opened as such; anything else is a folder. */
async function openSource(session: ImportSession): Promise<OpenedSource> {
  const entries = (await readdir(session.folder)).filter((entry) => !entry.startsWith('.'));
  if (entries.length === 1 && entries[0].toLowerCase().endsWith('.zip'))
    return openPath(path.join(session.folder, entries[0]));
  const opened = await openPath(session.folder);
  // a dropped folder arrives as the one folder of the upload
  return { ...opened, name: entries.length === 1 ? entries[0] : session.name };
}
