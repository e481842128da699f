import 'server-only';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { finishDeletions } from './deletions';
import { fillDerived } from './derived';
import { clearUploads } from './import-sessions';
import { closeAbandonedJobs } from './jobs';
import { applyMigrations } from './migrate';
import { registerPretrained } from './models';
import { dropUnusedImages } from './unused-images';
import { databaseUrl, workbenchDir } from './workbench-dir';

const kept = globalThis as typeof globalThis & { workbenchReady?: Promise<void> };

/** Where the program itself lies: migrations and shipped models are found from here. */
export const projectDir = (...parts: string[]): string =>
  path.join(/* turbopackIgnore: true */ process.env.WORKBENCH_HOME || process.cwd(), ...parts);

/** The database stands, migrated, with the shipped models known. Done once a process; every entrance awaits it. */
export function ready(): Promise<void> {
  kept.workbenchReady ??= prepare().catch((error) => {
    kept.workbenchReady = undefined; // the next request tries again
    throw error;
  });
  return kept.workbenchReady;
}

async function prepare(): Promise<void> {
  await mkdir(workbenchDir(), { recursive: true });
  await applyMigrations(databaseUrl(), projectDir('prisma', 'migrations'));
  await registerPretrained(projectDir('models', 'pretrained'));
}

/** Only the server itself: jobs of an earlier server are told as ended, its uploads go. The command line may run beside a live one. */
export async function readyServer(): Promise<void> {
  await ready();
  await closeAbandonedJobs();
  await clearUploads();
  // behind the first pages: nothing waits for it
  void settle().catch((error) =>
    console.error('start: what an earlier server left undone could not be finished:', error),
  );
}

/** Ends deletions that an earlier server began, and fills columns that are younger than their rows. */
async function settle(): Promise<void> {
  await finishDeletions();
  await dropUnusedImages();
  await fillDerived();
}
