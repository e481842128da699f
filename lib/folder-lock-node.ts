import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, unlinkSync } from 'node:fs';
import { mkdir, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';

/** Stands in the folder while a process works in it. */
export const LOCK_FILE = 'lock';
/** How long another's clearing is waited for before it is looked at again. */
const CLEARING_MS = 5;

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
 * @throws FolderLockedError naming the process that has it, or the file to delete where one died while it cleared a lock
 */
export async function lockFolder(directory: string): Promise<() => void> {
  await mkdir(directory, { recursive: true });
  const file = path.join(directory, LOCK_FILE);
  const own = `${file}.${randomUUID()}`;
  await writeFile(own, JSON.stringify({ pid: process.pid, born: birthOf(process.pid) } satisfies LockHolder));
  try {
    // a link is made whole or not at all, and never over another
    while (!isDone(() => linkSync(own, file), 'EEXIST')) await clearDead(directory, file, own);
  } finally {
    await unlink(own);
  }
  return () => unlinkSync(file);
}

/** Who works in the folder; null when nobody does. */
export async function folderHolder(directory: string): Promise<LockHolder | null> {
  const lock = readLock(path.join(directory, LOCK_FILE));
  return isHeld(lock) ? lock : null;
}

/**
 * Takes a dead process's lock out of the way. Only one at a time may: what another has read as dead could by then be the
 * lock of the next, who lives. Nothing in between waits, so that the one who clears is as good as never killed at it.
 */
async function clearDead(directory: string, file: string, own: string): Promise<void> {
  const lock = readLock(file);
  if (isHeld(lock)) throw lockedBy(directory, lock);
  const clearing = `${file}.clearing`;
  if (!isDone(() => linkSync(own, clearing), 'EEXIST')) {
    const other = readLock(clearing);
    if (typeof other === 'object' && !isAlive(other))
      throw new FolderLockedError(
        `${clearing}: expected a living process, found ${other.pid}, which is dead: delete it`,
      );
    return setTimeout(CLEARING_MS);
  }
  try {
    const last = readLock(file);
    if (last !== 'none' && !isHeld(last)) unlinkSync(file);
  } finally {
    unlinkSync(clearing);
  }
}

const lockedBy = (directory: string, { pid }: LockHolder) =>
  new FolderLockedError(`${directory}: expected a folder nobody works in, found process ${pid} at it`);

type Lock = LockHolder | 'none' | 'torn';

function readLock(file: string): Lock {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'none';
    throw error;
  }
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch {
    return 'torn'; // no lock of ours: nobody is known to hold it
  }
}

const isHeld = (lock: Lock): lock is LockHolder => typeof lock === 'object' && isAlive(lock);

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
function isDone(work: () => void, code: string): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === code) return false;
    throw error;
  }
}
