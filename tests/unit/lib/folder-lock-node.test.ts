import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { folderHolder, LOCK_FILE, lockFolder } from '@/lib/folder-lock-node';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'lock-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const leaveLock = (holder: unknown) => writeFile(path.join(folder, LOCK_FILE), JSON.stringify(holder));

/** The number of a process that has ended. */
const deadPid = () =>
  new Promise<number>((resolve) => {
    const child = spawn(process.execPath, ['-e', '']);
    child.on('exit', () => resolve(child.pid as number));
  });

describe('a folder', () => {
  it('is one process’s until it lets go', async () => {
    expect(await folderHolder(folder)).toBeNull();
    const unlock = await lockFolder(folder);
    expect(await folderHolder(folder)).toMatchObject({ pid: process.pid });
    await expect(lockFolder(folder)).rejects.toThrow(
      `${folder}: expected a folder nobody works in, found process ${process.pid} at it`,
    );
    unlock();
    expect(await readdir(folder)).toEqual([]);
    (await lockFolder(folder))();
  });

  it('is free again when the process that had it is dead', async () => {
    await leaveLock({ pid: await deadPid(), born: null });
    expect(await folderHolder(folder)).toBeNull();
    (await lockFolder(folder))();
  });

  it('is free again when another process has got the dead one’s number', async () => {
    await leaveLock({ pid: process.pid, born: '1' });
    // only Linux tells when a process began
    const isTold = process.platform === 'linux';
    expect((await folderHolder(folder)) === null).toBe(isTold);
  });

  it('goes to one of many that find a dead lock at once', async () => {
    await leaveLock({ pid: await deadPid(), born: null });
    const claims = await Promise.allSettled(Array.from({ length: 12 }, () => lockFolder(folder)));
    expect(claims.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await readdir(folder)).toEqual([LOCK_FILE]);
  });

  it('is not kept by a file that is no lock', async () => {
    await writeFile(path.join(folder, LOCK_FILE), 'torn');
    (await lockFolder(folder))();
  });
});
