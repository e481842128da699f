import 'server-only';
import { randomUUID } from 'node:crypto';
import { UNDO_MS } from '@/lib/contracts/bulk';
import { Prisma } from '@/prisma/generated/client';
import { database, type Transaction } from './database';
import { dropThumbnails } from './images';
import { dropUnusedImages } from './unused-images';
import { UserError } from './user-error';

/** Tables whose rows go with their sample, in an order in which they can come back. */
export const BELONGINGS = [
  'AnnotationVersion',
  'Prediction',
  'Disagreement',
  'EvaluationResult',
  'SampleTag',
  'LandmarkNote',
  'FindingVerdict',
] as const;

/** The button is there for this long; whoever presses it at the last moment is still heard. */
const GRACE_MS = 2_000;
const PAGE = 500;

// One list a process, also across module reloads in development: deletion → timer that makes it final, null while it is
// taken back.
const kept = globalThis as typeof globalThis & { workbenchDeletions?: Map<string, NodeJS.Timeout | null> };
kept.workbenchDeletions ??= new Map();
const open = kept.workbenchDeletions;

const binOf = (deletion: string, table: string): string => `trash_${deletion}_${table}`;
const raw = (table: string): Prisma.Sql => Prisma.raw(`"${table}"`);

/**
 * Deletes samples with all that belongs to them, and keeps it aside for a few seconds in tables of its own, row by row
 * as it was. When those seconds are over, pictures that nobody uses any more leave the disk.
 *
 * @param which SELECT of sample ids
 * @returns the name to restore it by; null when no sample was meant
 */
export async function deleteSamples(which: Prisma.Sql): Promise<{ deletion: string; count: number } | null> {
  const deletion = randomUUID().replaceAll('-', '');
  const samples = binOf(deletion, 'Sample');
  const count = await database().$transaction(async (tx) => {
    await copyInto(tx, samples, 'Sample', Prisma.sql`"id" IN (${which})`);
    for (const table of BELONGINGS) {
      await copyInto(tx, binOf(deletion, table), table, Prisma.sql`"sampleId" IN (SELECT "id" FROM ${raw(samples)})`);
    }
    const deleted = await tx.$executeRaw`DELETE FROM "Sample" WHERE "id" IN (SELECT "id" FROM ${raw(samples)})`;
    if (deleted === 0) await dropTables(tx, deletion);
    return deleted;
  }, LONG);
  if (count === 0) return null;
  keepOpen(deletion);
  return { deletion, count };
}

/** From now on it can be taken back for a few seconds. */
function keepOpen(deletion: string): void {
  const timer = setTimeout(() => {
    open.delete(deletion);
    finish(deletion).catch((error) => console.error(`deletion ${deletion}: pictures could not be removed:`, error));
  }, UNDO_MS + GRACE_MS);
  timer.unref();
  open.set(deletion, timer);
}

/** Many rows are copied and deleted in one transaction. */
const LONG = { maxWait: 15_000, timeout: 300_000 };

async function copyInto(tx: Transaction, bin: string, table: string, which: Prisma.Sql): Promise<void> {
  await tx.$executeRaw`CREATE TABLE ${raw(bin)} AS SELECT * FROM ${raw(table)} WHERE FALSE`;
  await tx.$executeRaw`INSERT INTO ${raw(bin)} SELECT * FROM ${raw(table)} WHERE ${which}`;
}

/** @returns samples that are back @throws UserError 410 when the seconds are over, 409 while they are brought back */
export async function restoreSamples(deletion: string): Promise<number> {
  const timer = open.get(deletion);
  if (timer === null) throw new UserError(409, 'undo: the samples are being brought back already');
  if (!timer) throw new UserError(410, 'undo: the deletion is final; only the last ten seconds can be taken back');
  clearTimeout(timer);
  open.set(deletion, null);
  try {
    const samples = await bringBack(deletion);
    open.delete(deletion);
    return samples;
  } catch (error) {
    keepOpen(deletion); // to be tried once more
    throw error;
  }
}

const bringBack = (deletion: string): Promise<number> =>
  database().$transaction(async (tx) => {
    // a set that is gone takes its samples along; one that was imported again has them already
    const samples = await tx.$executeRaw`
      INSERT OR IGNORE INTO "Sample" SELECT * FROM ${raw(binOf(deletion, 'Sample'))} t
      WHERE EXISTS (SELECT 1 FROM "Dataset" WHERE "id" = t."datasetId")`;
    for (const table of BELONGINGS) {
      await tx.$executeRaw`
        INSERT OR IGNORE INTO ${raw(table)} SELECT * FROM ${raw(binOf(deletion, table))} t
        WHERE EXISTS (SELECT 1 FROM "Sample" WHERE "id" = t."sampleId")`;
    }
    await dropTables(tx, deletion);
    return samples;
  }, LONG);

/** Pictures that nobody uses leave the disk, and what was kept aside goes. */
async function finish(deletion: string): Promise<void> {
  const bin = raw(binOf(deletion, 'Sample'));
  for (let after = ''; ; ) {
    const page = await database().$queryRaw<{ id: string; revision: unknown; imageId: string }[]>`
      SELECT "id", "revision", "imageId" FROM ${bin} WHERE "id" > ${after} ORDER BY "id" LIMIT ${PAGE}`;
    if (page.length === 0) break;
    for (const { id, revision } of page) await dropThumbnails(id, Number(revision));
    await dropUnusedImages([...new Set(page.map(({ imageId }) => imageId))], pendingSamples());
    after = page[page.length - 1].id;
  }
  await database().$transaction((tx) => dropTables(tx, deletion));
}

/** Tables with samples that may still be called back: their images stay. */
export const pendingSamples = (): string[] => [...open.keys()].map((deletion) => binOf(deletion, 'Sample'));

async function dropTables(tx: Transaction, deletion: string): Promise<void> {
  for (const table of ['Sample', ...BELONGINGS]) {
    await tx.$executeRaw`DROP TABLE IF EXISTS ${raw(binOf(deletion, table))}`;
  }
}

/** Only the server itself, at its start: what an earlier one kept aside can no longer be called back. */
export async function finishDeletions(): Promise<void> {
  const tables = await database().$queryRaw<{ name: string }[]>`
    SELECT "name" FROM sqlite_master WHERE "type" = 'table' AND "name" LIKE 'trash\\_%\\_Sample' ESCAPE '\\'`;
  for (const { name } of tables) {
    const [, deletion] = /^trash_([0-9a-f]{32})_Sample$/.exec(name) ?? [];
    if (deletion && !open.has(deletion)) await finish(deletion);
  }
}
