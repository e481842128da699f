import 'server-only';
import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, realpath, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import type { z } from 'zod';
import type { ImportPreview, startImportSchema } from '@/lib/contracts/dataset';
import type { JobInfo } from '@/lib/contracts/job';
import { openFolder } from '@/lib/datasets/file-source-node';
import type { DatasetFormatError, FileSource } from '@/lib/datasets/formats/format';
import { detectFormat, formatById } from '@/lib/datasets/formats/index';
import { openZip } from '@/lib/datasets/zip-source-node';
import { importDataset } from './import-dataset';
import { startJob } from './jobs';
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
}

const kept = globalThis as typeof globalThis & { workbenchImports?: Map<string, ImportSession> };
kept.workbenchImports ??= new Map();
const sessions = kept.workbenchImports;

/** A file of an upload, and all of them together. */
const MAX_UPLOAD_BYTES = 8 * 1024 ** 3;
const PREVIEW_PROBLEMS = 20;

export async function openImport(folder: string | undefined): Promise<{ importId: string }> {
  const id = randomUUID();
  if (folder === undefined) {
    const uploads = inWorkbench('imports', id);
    await mkdir(uploads, { recursive: true });
    sessions.set(id, { id, uploads, folder: uploads, name: 'upload', preview: null });
  } else {
    const resolved = await resolveServerFolder(folder);
    sessions.set(id, { id, uploads: null, folder: resolved, name: path.basename(resolved), preview: null });
  }
  return { importId: id };
}

/** Folders that may be imported from the page: those directly under `WORKBENCH_IMPORT_ROOT`. */
export async function listServerFolders(): Promise<{ root: string | null; folders: string[] }> {
  const root = process.env.WORKBENCH_IMPORT_ROOT;
  if (!root) return { root: null, folders: [] };
  const entries = await readdir(/* turbopackIgnore: true */ root, { withFileTypes: true });
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
  const realRoot = await realpath(/* turbopackIgnore: true */ root);
  let real: string;
  try {
    real = await realpath(/* turbopackIgnore: true */ path.resolve(realRoot, folder));
  } catch (cause) {
    throw new UserError(404, `server folder ${folder}: not found under the import root`, { cause: String(cause) });
  }
  if (real !== realRoot && !real.startsWith(realRoot + path.sep)) {
    throw new UserError(403, `server folder ${folder}: leads outside the import root`);
  }
  if (!(await stat(real)).isDirectory())
    throw new UserError(400, `server folder ${folder}: expected a folder, found a file`);
  return real;
}

/** Takes one uploaded file. @param file its path relative to what was dropped, `/` between folders */
export async function receiveFile(id: string, file: string, body: ReadableStream<Uint8Array> | null): Promise<void> {
  const session = requireSession(id);
  if (!session.uploads) throw new UserError(400, 'import: a server folder takes no uploads');
  const parts = file.split('/');
  if (
    !body ||
    parts.some((part) => part === '' || part === '.' || part === '..' || /[\\\0]/.test(part)) ||
    file.length > 1024
  ) {
    throw new UserError(400, `upload ${JSON.stringify(file)}: expected a relative path without ..`);
  }
  const target = path.join(session.uploads, ...parts);
  await mkdir(path.dirname(target), { recursive: true });
  let received = 0;
  const source = Readable.fromWeb(body as NodeReadableStream<Uint8Array>);
  source.on('data', (chunk: Uint8Array) => {
    received += chunk.length;
    if (received > MAX_UPLOAD_BYTES)
      source.destroy(new UserError(413, `upload ${file}: more than ${MAX_UPLOAD_BYTES / 1024 ** 3} GiB`));
  });
  await pipeline(source, createWriteStream(target));
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
  const preview = session.preview ?? (await previewImport(id));
  return startJob('import', `Import ${request.dataset}`, async ({ signal, progress }) => {
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
        { signal, progress },
      );
    } finally {
      await opened.close();
      await closeImport(id);
    }
  });
}

export async function closeImport(id: string): Promise<void> {
  const session = sessions.get(id);
  sessions.delete(id);
  if (session?.uploads) await rm(session.uploads, { recursive: true, force: true });
}

function requireSession(id: string): ImportSession {
  const session = sessions.get(id);
  if (!session) throw notFound('import', id);
  return session;
}

interface OpenedSource {
  readonly source: FileSource;
  readonly name: string;
  /** files that may not be read at all: links that lead out, names that climb */
  readonly problems: readonly DatasetFormatError[];
  close(): Promise<void>;
}

/** One uploaded zip is opened as such; anything else is a folder. */
async function openSource(session: ImportSession): Promise<OpenedSource> {
  const entries = await readdir(session.folder);
  if (entries.length === 1 && entries[0].toLowerCase().endsWith('.zip'))
    return openPath(path.join(session.folder, entries[0]));
  const opened = await openPath(session.folder);
  // a dropped folder arrives as the one folder of the upload
  return { ...opened, name: entries.length === 1 ? entries[0] : session.name };
}

/** A folder or a .zip file of this machine, for the page and the command line alike. */
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
