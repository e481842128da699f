import 'server-only';
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { inWorkbench } from './workbench-dir';

/** Bytes by key (`images/ab/abcd…`): a folder today, an object store tomorrow. */
export interface Storage {
  read(key: string): Promise<Uint8Array<ArrayBuffer> | null>;
  /** bytes; null when there is nothing under the key */
  size(key: string): Promise<number | null>;
  /** whole or not at all: a reader never sees half a file */
  write(key: string, bytes: Uint8Array): Promise<void>;
  remove(key: string): Promise<void>;
}

const KEY = /^[a-z0-9][a-z0-9._-]*(\/[a-z0-9][a-z0-9._-]*)*$/;

class FolderStorage implements Storage {
  private readonly root: string;

  constructor(root: string) {
    this.root = root;
  }

  private fileOf(key: string): string {
    if (!KEY.test(key)) throw new Error(`storage: expected a key such as images/ab/abcd, found ${JSON.stringify(key)}`);
    return path.join(/* turbopackIgnore: true */ this.root, key);
  }

  async read(key: string): Promise<Uint8Array<ArrayBuffer> | null> {
    try {
      return await readFile(this.fileOf(key));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  async size(key: string): Promise<number | null> {
    try {
      return (await stat(this.fileOf(key))).size;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  async write(key: string, bytes: Uint8Array): Promise<void> {
    const file = this.fileOf(key);
    const partial = `${file}.${randomUUID()}.partial`;
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(partial, bytes);
    await rename(partial, file);
  }

  async remove(key: string): Promise<void> {
    await rm(this.fileOf(key), { recursive: true, force: true });
  }
}

export const storage = (): Storage => new FolderStorage(inWorkbench('storage'));

/** Two letters of the hash as a folder keep folders small at 100,000 images. */
export const imageKey = (imageId: string): string => `images/${imageId.slice(0, 2)}/${imageId}`;
