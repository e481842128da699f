import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { closeDatabase } from '@/lib/server/database';
import { ready } from '@/lib/server/ready';

export const projectRoot = path.resolve(import.meta.dirname, '../../../..');

/**
 * A workbench of its own for the tests of one file, in a temporary folder that goes with them.
 *
 * @returns the path of a file or folder in it
 */
export function freshWorkbench(): (...parts: string[]) => string {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'workbench-test-'));
    process.env.WORKBENCH_DIR = path.join(folder, 'workbench');
    process.env.WORKBENCH_HOME = projectRoot;
    delete process.env.DATABASE_URL;
    await ready();
  });
  afterAll(async () => {
    await closeDatabase();
    await rm(folder, { recursive: true, force: true });
  });
  return (...parts) => path.join(folder, ...parts);
}
