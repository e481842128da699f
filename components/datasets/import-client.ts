import type { z } from 'zod';
import type { ApiError } from '@/lib/contracts/common';
import type { ImportPreview, startImportSchema } from '@/lib/contracts/dataset';
import { fetchJson, fetchOk, postJson, RequestError } from '@/lib/request';

/** A file to upload and its path in the set. */
export interface NamedFile {
  readonly path: string;
  readonly file: File;
}

export interface UploadProgress {
  readonly files: number;
  readonly totalFiles: number;
  readonly bytes: number;
  readonly totalBytes: number;
}

const IN_FLIGHT = 4;

/** Opens an import of a server folder, or an empty one to upload into. */
export const openImport = async (folder?: string): Promise<string> =>
  (await postJson<{ readonly importId: string }>('/api/imports', folder === undefined ? {} : { folder })).importId;

export const previewImport = (importId: string, signal?: AbortSignal): Promise<ImportPreview> =>
  postJson(`/api/imports/${importId}/preview`, {}, { signal });

export const startImport = (
  importId: string,
  choices: z.infer<typeof startImportSchema>,
): Promise<{ readonly jobId: string }> => postJson(`/api/imports/${importId}/start`, choices);

/** Throws the uploaded files away. */
export const discardImport = (importId: string): Promise<unknown> =>
  fetchOk(`/api/imports/${importId}`, { method: 'DELETE' });

export const listServerFolders = (): Promise<{ readonly root: string | null; readonly folders: readonly string[] }> =>
  fetchJson('/api/imports/folders');

/** Uploads a few files at a time; the first that is refused ends the others. @throws RequestError naming that file */
export async function uploadFiles(
  importId: string,
  files: readonly NamedFile[],
  signal: AbortSignal,
  onProgress: (progress: UploadProgress) => void,
): Promise<void> {
  const totalBytes = files.reduce((sum, { file }) => sum + file.size, 0);
  const queue = [...files];
  let done = 0;
  let bytes = 0;
  const ending = new AbortController();
  const end = (reason: unknown) => ending.abort(reason);
  signal.throwIfAborted();
  signal.addEventListener('abort', () => end(signal.reason), { once: true });
  function tell() {
    if (!ending.signal.aborted) onProgress({ files: done, totalFiles: files.length, bytes, totalBytes });
  }
  tell();
  async function work() {
    for (let next = queue.shift(); next; next = queue.shift()) {
      ending.signal.throwIfAborted();
      await putFile(importId, next, ending.signal, (more) => {
        bytes += more;
        tell();
      });
      done++;
      tell();
    }
  }
  try {
    await Promise.all(Array.from({ length: Math.min(IN_FLIGHT, files.length) }, work));
  } catch (error) {
    end(error);
    throw error;
  }
}

/** XMLHttpRequest, for fetch does not tell how much of a large file has left. */
function putFile(
  importId: string,
  { path, file }: NamedFile,
  signal: AbortSignal,
  onBytes: (more: number) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let sent = 0;
    const refused = () => {
      let line = `${path}: the server answered ${request.status}`;
      try {
        line = (JSON.parse(request.responseText) as ApiError).error ?? line;
      } catch {
        // an answer without our error body keeps the general line
      }
      reject(new RequestError(line, request.status, null));
    };
    request.upload.onprogress = ({ loaded }) => {
      onBytes(loaded - sent);
      sent = loaded;
    };
    request.onload = () => (request.status < 300 ? resolve() : refused());
    request.onerror = () => reject(new RequestError(`${path}: the upload broke off; is the server running?`, 0, null));
    request.onabort = () => reject(signal.reason);
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.open('PUT', `/api/imports/${importId}/files?path=${encodeURIComponent(path)}`);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.send(file);
  });
}
