import 'server-only';
import { Prisma } from '@/prisma/generated/client';
import { database } from './database';
import { imageKey, storage } from './storage';

/** Images dropped in one transaction. */
const PAGE = 500;

/**
 * Takes images that no sample shows any more off the disk, rows and bytes.
 *
 * @param among images that may have lost their last sample; absent: all
 * @param inUse table of samples that may still come back, by name
 * @returns how many went
 */
export async function dropUnusedImages(among?: readonly string[], inUse: readonly string[] = []): Promise<number> {
  const isAmong = among
    ? Prisma.sql`"id" IN (SELECT value FROM json_each(${JSON.stringify(among)}))`
    : Prisma.sql`TRUE`;
  const tables = [Prisma.sql`"Sample"`, ...inUse.map((table) => Prisma.raw(`"${table}"`))];
  const isShown = tables.map((table) => Prisma.sql`EXISTS (SELECT 1 FROM ${table} t WHERE t."imageId" = "Image"."id")`);
  let dropped = 0;
  for (;;) {
    const rows = await database().$queryRaw<{ id: string }[]>`
      DELETE FROM "Image" WHERE "id" IN (
        SELECT "id" FROM "Image" WHERE ${isAmong} AND NOT (${Prisma.join(isShown, ' OR ')}) LIMIT ${PAGE})
      RETURNING "id"`;
    for (const { id } of rows) await dropBytes(id);
    dropped += rows.length;
    if (rows.length < PAGE) return dropped;
  }
}

/**
 * Takes the bytes of an image without a row off the disk. An import may bring the same image in at this moment: it looks
 * for the bytes after its row stands, this looks for the row after the bytes are gone, so one of the two puts them back.
 */
export async function dropBytes(imageId: string): Promise<void> {
  const key = imageKey(imageId);
  const bytes = await storage().read(key);
  if (!bytes) return;
  await storage().remove(key);
  if (await database().image.findUnique({ where: { id: imageId }, select: { id: true } })) {
    await storage().write(key, bytes);
  }
}
