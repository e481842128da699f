import 'server-only';
import { PrismaLibSql } from '@prisma/adapter-libsql';
import { PrismaClient } from '@/prisma/generated/client';
import { databaseUrl } from './workbench-dir';

/** The seam to another database: everything in lib/server asks this for its client and nothing else opens one. */
export type Database = PrismaClient;
export type Transaction = Parameters<Parameters<Database['$transaction']>[0]>[0];

// Next evaluates modules anew on a reload in development; the connection lives on.
const kept = globalThis as typeof globalThis & { workbenchDatabase?: Database };

export function database(): Database {
  if (!kept.workbenchDatabase) {
    const url = databaseUrl();
    if (!url.startsWith('file:')) {
      throw new Error(`DATABASE_URL: expected a SQLite file (file:…), found ${url.split(':')[0]}:…`);
    }
    // libsql's busy timeout is 0 by default: a second process (the command line) would fail instead of waiting.
    kept.workbenchDatabase = new PrismaClient({
      adapter: new PrismaLibSql({ url, timeout: 10_000 } as { url: string }),
      // one connection writes at a time: behind an import's batches a save may have to wait for its turn
      transactionOptions: { maxWait: 15_000, timeout: 30_000 },
    });
  }
  return kept.workbenchDatabase;
}

/** Takes the write lock of a transaction before it reads, so that nobody writes between its reading and its writing. */
export async function lockForWriting(tx: Transaction): Promise<void> {
  await tx.$executeRaw`DELETE FROM "Sample" WHERE FALSE`;
}

/** For the command line and tests: lets the process end. */
export async function closeDatabase(): Promise<void> {
  await kept.workbenchDatabase?.$disconnect();
  kept.workbenchDatabase = undefined;
}
