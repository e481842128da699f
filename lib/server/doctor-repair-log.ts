import 'server-only';
import type { AppliedRepair } from '@/lib/contracts/doctor';
import { storage } from './storage';

/** A whole-set repair with the versions it made: enough to take it back. */
export interface RepairRecord extends Omit<AppliedRepair, 'samples'> {
  /** the fault it mends, and the report that names it */
  readonly fault: string;
  readonly reportedAt: string;
  /** sample and the revision that the repair gave it */
  readonly versions: readonly (readonly [sampleId: string, revision: number])[];
}

const logKey = (datasetId: string): string => `doctor/${datasetId}/repairs.json`;

export async function readRepairLog(datasetId: string): Promise<readonly RepairRecord[]> {
  const bytes = await storage().read(logKey(datasetId));
  return bytes ? JSON.parse(new TextDecoder().decode(bytes)) : [];
}

/** Puts a record in, in place of one with the same id. */
export async function keepRepair(datasetId: string, record: RepairRecord): Promise<void> {
  const others = (await readRepairLog(datasetId)).filter(({ id }) => id !== record.id);
  await storage().write(logKey(datasetId), new TextEncoder().encode(JSON.stringify([...others, record])));
}

/** Newest first. */
export async function listRepairs(datasetId: string): Promise<AppliedRepair[]> {
  const log = await readRepairLog(datasetId);
  return log
    .map(({ versions, fault: _, reportedAt: __, ...repair }) => ({ ...repair, samples: versions.length }))
    .reverse();
}
