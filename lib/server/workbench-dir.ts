import 'server-only';
import path from 'node:path';

/** Everything the workbench keeps: database, images, derived pictures, models, runs. `WORKBENCH_DIR` moves it. */
export function workbenchDir(): string {
  return path.resolve(/* turbopackIgnore: true */ process.env.WORKBENCH_DIR || '.workbench');
}

export const inWorkbench = (...parts: string[]): string =>
  path.join(/* turbopackIgnore: true */ workbenchDir(), ...parts);

/** `DATABASE_URL`, or the SQLite file in the workbench folder. */
export const databaseUrl = (): string => process.env.DATABASE_URL || `file:${inWorkbench('workbench.db')}`;
