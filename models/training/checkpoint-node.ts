import { open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { CHECKPOINT_FILE } from '@/lib/contracts/training-files';
import { type Checkpoint, formatCheckpoint, parseCheckpoint } from './checkpoint';
import { TrainingError } from './training-set';

/** Written beside and renamed: a full disk or a kill leaves the checkpoint before it whole. */
export async function writeCheckpoint(directory: string, checkpoint: Checkpoint): Promise<void> {
  const file = path.join(directory, CHECKPOINT_FILE);
  const partial = `${file}.partial`;
  try {
    const handle = await open(partial, 'w');
    try {
      for (const part of formatCheckpoint(checkpoint)) await handle.writeFile(part);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(partial, file);
  } catch (cause) {
    // the first failure is the one to tell
    await rm(partial, { force: true }).catch(() => {});
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TrainingError(`training: ${file}: expected to write a checkpoint, found ${reason}`, { cause });
  }
}

/** @returns null when there is none yet. @throws TrainingError when the file is no checkpoint */
export async function readCheckpoint(directory: string): Promise<Checkpoint | null> {
  const file = path.join(directory, CHECKPOINT_FILE);
  let bytes: Uint8Array;
  try {
    // a copy of its own: slices of a Buffer share its pool
    bytes = new Uint8Array(await readFile(file));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  return parseCheckpoint(bytes, file);
}
