import { randomUUID } from 'node:crypto';
import { readFileSync, unlinkSync } from 'node:fs';
import { link, mkdir, readFile, rename, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

/** Stands in the folder while a process works in it. */
export const LOCK_FILE = 'lock';

const holderSchema = z.object({
  pid: z.number().int().positive(),
  /** when the process began, in the kernel's ticks: a number that was given out again is told apart; null where not known */
  born: z.string().nullable(),
});
export type LockHolder = z.infer<typeof holderSchema>;

/** Somebody else works in the folder. */
export class FolderLockedError extends Error {
  override readonly name = 'FolderLockedError';
}

/**
 * Claims a folder for this process until the returned function is called. A claim dies with its process, however that
 * ends.
 *
 * @throws FolderLockedError naming the process that has it
 */
export async function lockFolder(directory: string): Promise<() => void> {
  await mkdir(directory, { recursive: true });
  const file = path.join(directory, LOCK_FILE);
  const own = `${file}.${randomUUID()}`;
  await writeFile(own, JSON.stringify({ pid: process.pid, born: birthOf(process.pid) } satisfies LockHolder));
  try {
    // a link is made whole or not at all, and never over another
    while (!(await isDone(link(own, file), 'EEXIST'))) await clearDead(directory, file);
  } finally {
    await unlink(own);
  }
  return () => unlinkSync(file);
}

/** Who works in the folder; null when nobody does. */
export async function folderHolder(directory: string): Promise<LockHolder | null> {
  const holder = await readHolder(path.join(directory, LOCK_FILE));
  return holder && isAlive(holder) ? holder : null;
}

/** Takes a dead process's lock out of the way. Moved first: of two that find it, one gets it. */
async function clearDead(directory: string, file: string): Promise<void> {
  const refuse = ({ pid }: LockHolder) =>
    new FolderLockedError(`${directory}: expected a folder nobody works in, found process ${pid} at it`);
  const holder = await readHolder(file);
  if (holder && isAlive(holder)) throw refuse(holder);
  const aside = `${file}.${randomUUID()}`;
  if (!(await isDone(rename(file, aside), 'ENOENT'))) return;
  const moved = await readHolder(aside);
  if (moved && isAlive(moved)) {
    // it changed hands since it was read
    await isDone(link(aside, file), 'EEXIST');
    await unlink(aside);
    throw refuse(moved);
  }
  await unlink(aside);
}

async function readHolder(file: string): Promise<LockHolder | null> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch {
    return null; // no lock of ours: nobody is known to hold it
  }
}

function isAlive({ pid, born }: LockHolder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives, as another user's
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const now = birthOf(pid);
  return born === null || now === null || now === born;
}

/** The start time of a process from Linux's /proc, `ended` for one that is not yet buried; null where there is no /proc. */
function birthOf(pid: number): string | null {
  try {
    // the name in brackets may hold spaces: fields are counted behind it
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1)?.split(' ') ?? [];
    return fields[0] === 'Z' ? 'ended' : (fields[19] ?? null);
  } catch {
    return null;
  }
}

/** @returns false when it failed with this code */
async function isDone(work: Promise<void>, code: string): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === code) return false;
    throw error;
  }
}
