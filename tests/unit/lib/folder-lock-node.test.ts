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

  it('goes to one of many processes that find a dead lock at once', { timeout: 60_000 }, async () => {
    await leaveLock({ pid: await deadPid(), born: null });
    const script = `
      import { lockFolder } from ${JSON.stringify(path.resolve('lib/folder-lock-node.ts'))};
      process.stdin.once('data', () =>
        lockFolder(${JSON.stringify(folder)}).then(() => process.stdout.write('has'), () => process.stdout.write('not')));
      process.stdout.write('up,');`;
    const racers = Array.from({ length: 4 }, () => {
      const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script]);
      let said = '';
      child.stdout.on('data', (chunk) => {
        said += chunk;
      });
      return { child, said: () => said };
    });
    try {
      await expect.poll(() => racers.every(({ said }) => said() === 'up,'), { timeout: 30_000 }).toBe(true);
      for (const { child } of racers) child.stdin.write('go');
      await expect.poll(() => racers.every(({ said }) => said().length > 3), { timeout: 10_000 }).toBe(true);
      expect(racers.map(({ said }) => said()).sort()).toEqual(['up,has', 'up,not', 'up,not', 'up,not']);
    } finally {
      for (const { child } of racers) child.kill('SIGKILL');
    }
  });

  it('says which file to delete when a process died while it cleared', async () => {
    await leaveLock({ pid: await deadPid(), born: null });
    const pid = await deadPid();
    await writeFile(path.join(folder, `${LOCK_FILE}.clearing`), JSON.stringify({ pid, born: null }));
    await expect(lockFolder(folder)).rejects.toThrow(
      `${folder}/${LOCK_FILE}.clearing: expected a living process, found ${pid}, which is dead: delete it`,
    );
    expect((await readdir(folder)).sort()).toEqual([LOCK_FILE, `${LOCK_FILE}.clearing`]);
  });

  it('is not kept by a file that is no lock', async () => {
    await writeFile(path.join(folder, LOCK_FILE), 'torn');
    (await lockFolder(folder))();
  });
});
