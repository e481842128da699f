import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { folderSink } from '@/lib/datasets/file-sink-node';
import { openFolder } from '@/lib/datasets/file-source-node';

let folder: string;
let root: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'landmarks-'));
  root = path.join(folder, 'root');
  await mkdir(path.join(root, 'sub'), { recursive: true });
  await writeFile(path.join(folder, 'secret.txt'), 'secret');
  await writeFile(path.join(root, 'sub/b.txt'), 'inside');
  await writeFile(path.join(root, 'a.txt'), 'first');
});
afterEach(() => rm(folder, { recursive: true }));

const openAll = async () => {
  const problems: string[] = [];
  const files = await openFolder(root, (problem) => problems.push(problem.message));
  return { files, problems };
};
const text = async (bytes: Promise<Uint8Array>) => new TextDecoder().decode(await bytes);

describe('openFolder', () => {
  it('lists every file below the root, sorted, without the hidden ones', async () => {
    await mkdir(path.join(root, '.git'));
    await writeFile(path.join(root, '.git/config'), '');
    await writeFile(path.join(root, '.DS_Store'), '');
    const { files, problems } = await openAll();
    expect(await files.list()).toEqual(['a.txt', 'sub/b.txt']);
    expect(await text(files.read('sub/b.txt'))).toBe('inside');
    expect(problems).toEqual([]);
  });

  it('refuses links that leave the root or lead nowhere, and follows those that stay', async () => {
    await symlink(path.join(folder, 'secret.txt'), path.join(root, 'out.txt'));
    await symlink('../..', path.join(root, 'sub/up'));
    await symlink('nowhere', path.join(root, 'broken.txt'));
    await symlink('sub/b.txt', path.join(root, 'in.txt'));
    await symlink('sub', path.join(root, 'again'));
    await symlink('..', path.join(root, 'sub/loop'));
    const { files, problems } = await openAll();
    expect(await files.list()).toEqual(['a.txt', 'in.txt', 'sub/b.txt']);
    expect(await text(files.read('in.txt'))).toBe('inside');
    expect(problems.sort()).toEqual([
      'folder: broken.txt: expected a file, found a symbolic link that leads nowhere',
      'folder: out.txt: expected a file inside the import folder, found a symbolic link that leads outside',
      'folder: sub/up: expected a file inside the import folder, found a symbolic link that leads outside',
    ]);
  });

  it('does not take a neighbour whose name starts like the root for its inside', async () => {
    await mkdir(`${root}-two`);
    await writeFile(`${root}-two/c.txt`, 'neighbour');
    await symlink(`${root}-two/c.txt`, path.join(root, 'c.txt'));
    expect((await openAll()).problems).toHaveLength(1);
  });

  it('refuses a file that became a link to the outside after it was listed', async () => {
    const { files } = await openAll();
    await rm(path.join(root, 'a.txt'));
    await symlink(path.join(folder, 'secret.txt'), path.join(root, 'a.txt'));
    await expect(files.read('a.txt')).rejects.toThrow('found a symbolic link that leads outside');
  });

  it('throws the first refused entry where nobody asked for a report', async () => {
    await symlink(path.join(folder, 'secret.txt'), path.join(root, 'out.txt'));
    await expect(openFolder(root)).rejects.toThrow('folder: out.txt: expected a file inside');
  });

  it('refuses pipes, which would never end', async () => {
    execFileSync('mkfifo', [path.join(root, 'pipe')]);
    expect((await openAll()).problems).toEqual(['folder: pipe: expected a plain file, found a device, pipe or socket']);
  });

  it.each(['../secret.txt', '/etc/passwd', 'sub', 'nowhere.txt', 'sub/../a.txt'])('reads no %s', async (file) => {
    const { files } = await openAll();
    await expect(files.read(file)).rejects.toThrow(
      `folder: ${file}: expected a file of the import folder, found none of that name`,
    );
  });

  it('reads no more than it may', async () => {
    const { files } = await openAll();
    await expect(files.read('a.txt', 4)).rejects.toThrow('folder: a.txt: expected at most 4 bytes, found 5');
    expect(await text(files.read('a.txt', 5))).toBe('first');
  });

  it('says when the root is no folder', async () => {
    await expect(openFolder(path.join(root, 'a.txt'))).rejects.toThrow('a.txt: expected a folder, found a file');
    await expect(openFolder(path.join(root, 'gone'))).rejects.toThrow('gone: expected a readable folder, found none');
  });
});

describe('folderSink', () => {
  it('makes the folders it needs and writes nothing outside', async () => {
    const sink = folderSink(path.join(folder, 'out/new'));
    await sink.write('train/a.pts', 'words');
    expect(await readFile(path.join(folder, 'out/new/train/a.pts'), 'utf8')).toBe('words');
    for (const file of ['../evil.txt', '/evil.txt', 'a/../../evil.txt', '']) {
      await expect(sink.write(file, '')).rejects.toThrow('expected a name inside the folder');
    }
  });
});
