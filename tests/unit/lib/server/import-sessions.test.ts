import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import {
  clearUploads,
  closeImport,
  listServerFolders,
  openImport,
  previewImport,
  receiveFile,
  startImport,
} from '@/lib/server/import-sessions';
import { getJob } from '@/lib/server/jobs';
import { plainPng } from '@/tests/fixtures/faces/images';
import { ptsText } from '@/tests/fixtures/ibug-pts/pts-text';
import { freshWorkbench } from './workbench';

const inFolder = freshWorkbench();

const streamOf = (content: string | Uint8Array) =>
  new Blob([typeof content === 'string' ? content : new Uint8Array(content)]).stream();
const uploads = (importId: string, ...parts: string[]) => inFolder('workbench', 'imports', importId, ...parts);

async function finished(jobId: string) {
  for (;;) {
    const job = await getJob(jobId);
    if (job.state !== 'running') return job;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('an upload', () => {
  it('keeps files under their own paths until the import is over', async () => {
    const { importId } = await openImport(undefined);
    await receiveFile(importId, 'my faces/a.png', streamOf(await plainPng(1)));
    await receiveFile(importId, 'my faces/a.pts', streamOf(ptsText()));
    await receiveFile(importId, '.DS_Store', streamOf('x'));
    expect(await readFile(uploads(importId, 'my faces', 'a.pts'), 'utf8')).toBe(ptsText());
    expect(await previewImport(importId)).toMatchObject({
      suggestedName: 'my faces',
      suggestedKind: 'real',
      format: 'ibug-pts',
      scheme: 'ibug-68',
      files: 2,
      images: 1,
      samples: 1,
      problems: 0,
    });
    const job = await startImport(importId, { dataset: 'uploaded', kind: 'real', split: 'val' });
    expect(await finished(job.id)).toMatchObject({ state: 'done', done: 1, total: 1, result: { imported: 1 } });
    expect(existsSync(uploads(importId))).toBe(false);
    await expect(previewImport(importId)).rejects.toMatchObject({ status: 404 });
  });

  it.each([
    '../up.pts',
    'a/../../up.pts',
    '/etc/up.pts',
    'a//b.pts',
    'a\\b.pts',
    'a\0b.pts',
    '',
    '.',
    `${'x'.repeat(1025)}`,
  ])('refuses the name %j', async (file) => {
    const { importId } = await openImport(undefined);
    await expect(receiveFile(importId, file, streamOf('x'))).rejects.toMatchObject({
      status: 400,
      message: `upload ${JSON.stringify(file)}: expected a relative path without ..`,
    });
    expect(await readdir(uploads(importId))).toEqual([]);
    await closeImport(importId);
  });

  it('takes an empty file, which comes without a body', async () => {
    const { importId } = await openImport(undefined);
    await receiveFile(importId, 'empty.txt', null);
    expect(await readFile(uploads(importId, 'empty.txt'), 'utf8')).toBe('');
    await closeImport(importId);
  });

  it('refuses a file named as a folder is, and one with a name too long for the disk', async () => {
    const { importId } = await openImport(undefined);
    await receiveFile(importId, 'a/b.pts', streamOf('x'));
    for (const file of ['a', 'a/b.pts/c.pts', `${'n'.repeat(300)}.pts`]) {
      await expect(receiveFile(importId, file, streamOf('x'))).rejects.toMatchObject({ status: 400 });
    }
    expect(await readFile(uploads(importId, 'a', 'b.pts'), 'utf8')).toBe('x');
    await closeImport(importId);
  });

  it('leaves nothing of a file that was cut short', async () => {
    const { importId } = await openImport(undefined);
    const cut = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new Uint8Array(10)),
      pull: (controller) => controller.error(new Error('connection lost')),
    });
    await expect(receiveFile(importId, 'cut.png', cut)).rejects.toThrow('connection lost');
    expect(await readdir(uploads(importId))).toEqual([]);
    await closeImport(importId);
  });

  it('is started once, and closing it then does not take its files away', async () => {
    const { importId } = await openImport(undefined);
    await receiveFile(importId, 'a.png', streamOf(await plainPng(2)));
    await receiveFile(importId, 'a.pts', streamOf(ptsText()));
    const [first, second] = await Promise.allSettled([
      startImport(importId, { dataset: 'once', kind: 'real' }),
      startImport(importId, { dataset: 'once', kind: 'real' }),
    ]);
    await closeImport(importId);
    expect(second).toMatchObject({ status: 'rejected', reason: { status: 409 } });
    if (first.status === 'rejected') throw first.reason;
    expect(await finished(first.value.id)).toMatchObject({ state: 'done', result: { imported: 1, skipped: [] } });
    expect(existsSync(uploads(importId))).toBe(false);
  });

  it('that nobody can read says so and may be mended', async () => {
    const { importId } = await openImport(undefined);
    await receiveFile(importId, 'notes.txt', streamOf('no faces here'));
    const start = () => startImport(importId, { dataset: 'mended', kind: 'real' });
    await expect(start()).rejects.toThrow(
      /^detect: these files: expected the files of one format .* found none of them in 1 files \(1 \.txt\)$/,
    );
    await receiveFile(importId, 'a.png', streamOf(await plainPng(3)));
    await receiveFile(importId, 'a.pts', streamOf(ptsText()));
    expect(await finished((await start()).id)).toMatchObject({ state: 'done' });
  });

  it('of a server that has ended is cleared away', async () => {
    const { importId } = await openImport(undefined);
    await receiveFile(importId, 'a.pts', streamOf(ptsText()));
    await clearUploads();
    expect(existsSync(uploads(importId))).toBe(false);
  });
});

describe('a server folder', () => {
  afterEach(() => {
    delete process.env.WORKBENCH_IMPORT_ROOT;
  });

  it('is not to be had without an import root', async () => {
    await expect(openImport('faces')).rejects.toMatchObject({ status: 403 });
    expect(await listServerFolders()).toEqual({ root: null, folders: [] });
  });

  it('lies under the import root, by name and in truth', async () => {
    const root = inFolder('import-root');
    await mkdir(path.join(root, 'faces'), { recursive: true });
    await mkdir(inFolder('import-root-2'), { recursive: true });
    await writeFile(path.join(root, 'file.txt'), 'x');
    await symlink('/etc', path.join(root, 'link'));
    process.env.WORKBENCH_IMPORT_ROOT = root;
    expect(await listServerFolders()).toEqual({ root, folders: ['faces'] });
    await expect(openImport('faces')).resolves.toHaveProperty('importId');
    for (const [folder, status] of [
      ['..', 403],
      ['/etc', 403],
      ['link', 403],
      ['../import-root-2', 403],
      ['missing', 404],
      ['file.txt', 400],
    ] as const) {
      await expect(openImport(folder), folder).rejects.toMatchObject({ status });
    }
  });

  it('says no more of the machine than was asked', async () => {
    process.env.WORKBENCH_IMPORT_ROOT = inFolder('import-root');
    const refusal = await openImport('missing').catch((error: unknown) => error);
    expect(JSON.stringify(refusal)).not.toContain(inFolder());
    process.env.WORKBENCH_IMPORT_ROOT = inFolder('gone');
    await expect(listServerFolders()).rejects.toMatchObject({ status: 404 });
  });

  it('takes no uploads, and is left as it is', async () => {
    const root = inFolder('import-root');
    await writeFile(path.join(root, 'faces', 'a.png'), await plainPng(4));
    await writeFile(path.join(root, 'faces', 'a.pts'), ptsText());
    process.env.WORKBENCH_IMPORT_ROOT = root;
    const { importId } = await openImport('faces');
    await expect(receiveFile(importId, 'b.pts', streamOf('x'))).rejects.toMatchObject({ status: 400 });
    const job = await startImport(importId, { dataset: 'from the server', kind: 'real' });
    expect(await finished(job.id)).toMatchObject({ state: 'done', result: { imported: 1 } });
    expect((await readdir(path.join(root, 'faces'))).sort()).toEqual(['a.png', 'a.pts']);
  });
});
