import 'server-only';
import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Client, createClient } from '@libsql/client';

const LEDGER = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" TEXT PRIMARY KEY NOT NULL, "checksum" TEXT NOT NULL, "finished_at" DATETIME, "migration_name" TEXT NOT NULL,
  "logs" TEXT, "rolled_back_at" DATETIME, "started_at" DATETIME NOT NULL DEFAULT current_timestamp,
  "applied_steps_count" INTEGER UNSIGNED NOT NULL DEFAULT 0)`;

/**
 * Applies the migrations that a database lacks, each in one transaction, and records them as `prisma migrate deploy`
 * does (same table, same checksums), so that Prisma's own command stays usable on the same database.
 *
 * @returns names of the migrations applied now
 * @throws Error when an applied migration was edited since
 */
export async function applyMigrations(url: string, migrationsDir: string): Promise<string[]> {
  const client = createClient({ url });
  try {
    // Another process may be migrating at this moment: wait for it instead of failing.
    await client.executeMultiple('PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL;');
    await client.execute(LEDGER);
    const applied: string[] = [];
    const folders = await readdir(migrationsDir, { withFileTypes: true });
    for (const name of folders
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort()) {
      const sql = await readFile(path.join(migrationsDir, name, 'migration.sql'), 'utf8');
      if (await applyMigration(client, name, sql)) applied.push(name);
    }
    return applied;
  } finally {
    client.close();
  }
}

async function applyMigration(client: Client, name: string, sql: string): Promise<boolean> {
  const checksum = createHash('sha256').update(sql).digest('hex');
  const isApplied = async () => {
    const { rows } = await client.execute({
      sql: 'SELECT checksum FROM "_prisma_migrations" WHERE migration_name = ? AND rolled_back_at IS NULL',
      args: [name],
    });
    if (rows[0] && rows[0].checksum !== checksum) throw new Error(`migration ${name}: edited after it was applied`);
    return rows.length > 0;
  };
  if (await isApplied()) return false;
  const record = `INSERT INTO "_prisma_migrations" ("id", "checksum", "finished_at", "migration_name", "applied_steps_count")
    VALUES ('${randomUUID()}', '${checksum}', strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now'), '${name}', 1);`;
  try {
    // SQLite ignores foreign_keys inside a transaction, and a table redefinition would then cascade: off before, on after.
    await client.executeMultiple(
      `PRAGMA busy_timeout = 10000; PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE; ${sql}\n; ${record} COMMIT; PRAGMA foreign_keys = ON;`,
    );
    return true;
  } catch (error) {
    await client.executeMultiple('ROLLBACK;').catch(() => {});
    if (await isApplied()) return false; // another process got there first
    throw error;
  }
}
