import 'server-only';
import { z } from 'zod';
import { readRunFile, removeRunFile, writeRunFile } from './training-folder';

/** Stands in a run's folder from when a tab takes it over until it trains beside the server again. */
const FILE = 'tab.json';

const recordSchema = z.object({
  /** of the session that may tell of the run, also after the server was started again */
  session: z.string(),
  gpu: z.string(),
});
export type TabRecord = z.infer<typeof recordSchema>;

// lists ask for every run's, twice a second: read once a process, also across module reloads in development
const kept = globalThis as typeof globalThis & { workbenchTabRecords?: Map<string, TabRecord | null> };
kept.workbenchTabRecords ??= new Map();
const known = kept.workbenchTabRecords;

/** Where a run trains or was last trained in a tab; null: beside the server. */
export async function readTabRecord(id: string): Promise<TabRecord | null> {
  const before = known.get(id);
  if (before !== undefined) return before;
  const bytes = await readRunFile(id, FILE);
  const parsed = bytes && recordSchema.safeParse(JSON.parse(new TextDecoder().decode(bytes)));
  const record = parsed?.success ? parsed.data : null;
  known.set(id, record);
  return record;
}

export async function writeTabRecord(id: string, record: TabRecord): Promise<void> {
  await writeRunFile(id, FILE, JSON.stringify(record));
  known.set(id, record);
}

export async function removeTabRecord(id: string): Promise<void> {
  await removeRunFile(id, FILE);
  known.delete(id);
}
