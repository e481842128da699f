import 'server-only';
import type { AppliedRepair } from '@/lib/contracts/doctor';
import { storage } from './storage';
import { UserError } from './user-error';

/** A whole-set repair with the versions it made: enough to take it back. */
export interface RepairRecord extends Omit<AppliedRepair, 'samples'> {
  /** the fault it mends, and the report that names it */
  readonly fault: string;
  readonly reportedAt: string;
  /** sample and the revision that the repair gave it, or was about to give it when it was interrupted */
  readonly versions: readonly (readonly [sampleId: string, revision: number])[];
}

const logKey = (datasetId: string): string => `doctor/${datasetId}/repairs.json`;

export async function readRepairLog(datasetId: string): Promise<readonly RepairRecord[]> {
  const bytes = await storage().read(logKey(datasetId));
  return bytes ? JSON.parse(new TextDecoder().decode(bytes)) : [];
}

type LogChange = (log: readonly RepairRecord[]) => readonly RepairRecord[];

/** The change of each dataset's log that was asked for last. */
const changing = new Map<string, Promise<void>>();

/** One change after the other: each reads what the one before has written. */
async function changeLog(datasetId: string, change: LogChange): Promise<void> {
  const before = changing.get(datasetId) ?? Promise.resolve();
  const changed = before.then(async () => {
    const log = change(await readRepairLog(datasetId));
    await storage().write(logKey(datasetId), new TextEncoder().encode(JSON.stringify(log)));
  });
  const settled = changed.catch(() => {}); // whoever asked for it hears of it
  changing.set(datasetId, settled);
  await changed.finally(() => {
    if (changing.get(datasetId) === settled) changing.delete(datasetId);
  });
}

/**
 * Notes a repair before its first face is touched.
 *
 * @throws UserError 409 for a repair that was made already: a shift made twice is another mistake
 */
export const openRepair = (datasetId: string, record: RepairRecord): Promise<void> =>
  changeLog(datasetId, (log) => {
    const { fault, reportedAt } = record;
    if (log.some((made) => made.fault === fault && made.reportedAt === reportedAt && !made.undone)) {
      throw new UserError(409, `fault ${fault}: has been repaired already; examine the set again`);
    }
    return [...log, record];
  });

/** Puts the record in place of what was noted of the same repair. */
export const keepRepair = (datasetId: string, record: RepairRecord): Promise<void> =>
  changeLog(datasetId, (log) => log.map((known) => (known.id === record.id ? record : known)));

/** Forgets a repair that has changed nothing. */
export const dropRepair = (datasetId: string, repairId: string): Promise<void> =>
  changeLog(datasetId, (log) => log.filter(({ id }) => id !== repairId));

/** Newest first. */
export async function listRepairs(datasetId: string): Promise<AppliedRepair[]> {
  const log = await readRepairLog(datasetId);
  return log
    .map(({ versions, fault: _, reportedAt: __, ...repair }) => ({ ...repair, samples: versions.length }))
    .reverse();
}
