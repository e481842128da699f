import 'server-only';
import { randomUUID } from 'node:crypto';
import type { RepairPreviewTile, SetFaultEntry } from '@/lib/contracts/doctor';
import type { JobInfo } from '@/lib/contracts/job';
import { applyPlan, type SetRepairPlan } from '@/lib/datasets/quality/set-repair';
import type { Annotation } from '@/lib/landmarks/annotation';
import { outlineOf } from '@/lib/landmarks/outline';
import { getVersion, saveAnnotation } from './annotations';
import { database } from './database';
import { dropRepair, keepRepair, openRepair, type RepairRecord, readRepairLog } from './doctor-repair-log';
import { requireDoctorReport } from './doctor-report';
import { readSaidRight, saidRightKey } from './doctor-suspects';
import { sampleView } from './images';
import { type JobContext, startJob } from './jobs';
import { toQualityFace } from './quality-faces';
import { LABELLED, samplePages } from './sample-pages';
import { notFound, UserError } from './user-error';

const PREVIEW_TILES = 12;
/** Who the versions of a repair are said to be by. */
const AUTHOR = 'doctor';

interface Planned extends Pick<SetFaultEntry, 'id' | 'kind' | 'text'> {
  readonly plan: SetRepairPlan;
  readonly reportedAt: string;
  /** revisions that were examined: a repair of one face holds for these labels alone */
  readonly examined: ReadonlyMap<string, number>;
}

/** @throws UserError 404 for a fault that the newest report does not have, 422 for one without a repair */
async function requirePlan(datasetId: string, faultId: string): Promise<Planned> {
  const report = await requireDoctorReport(datasetId);
  const fault = report.faults.find(({ id }) => id === faultId);
  if (!fault) throw notFound('fault', faultId);
  if (!fault.plan) throw new UserError(422, `fault ${faultId}: no rule sets it right; look at the faces one by one`);
  return {
    id: fault.id,
    kind: fault.kind,
    text: fault.text,
    plan: fault.plan,
    reportedAt: report.createdAt,
    examined: new Map(report.suspects.map(({ sampleId, revision }) => [sampleId, revision])),
  };
}

/** Faces that the plan changes, in the order of their names, a page at a time. */
async function* repairedFaces(
  datasetId: string,
  { kind, plan, examined }: Pick<Planned, 'kind' | 'plan' | 'examined'>,
) {
  const saidRight = await readSaidRight(datasetId);
  for await (const page of samplePages({ datasetId, ...LABELLED })) {
    yield page.flatMap((row) => {
      const isMeant =
        plan.scope !== 'listed' ||
        (row.id in plan.repairs && examined.get(row.id) === row.revision && !saidRight.has(saidRightKey(row.id, kind)));
      const face = isMeant ? toQualityFace(row) : null;
      const after = face && applyPlan(plan, face);
      return face && after ? [{ row, before: face.annotation, after }] : [];
    });
  }
}

/** What the repair would do to some faces. */
export async function previewRepair(datasetId: string, faultId: string): Promise<RepairPreviewTile[]> {
  const planned = await requirePlan(datasetId, faultId);
  const tiles: RepairPreviewTile[] = [];
  for await (const page of repairedFaces(datasetId, planned)) {
    for (const { row, before, after } of page) {
      const { id: sampleId, name, image } = row;
      tiles.push({
        sampleId,
        name,
        imageId: image.id,
        imageWidth: image.width,
        imageHeight: image.height,
        view: sampleView(after, image),
        before: outlineOf(before),
        after: outlineOf(after),
      });
      if (tiles.length === PREVIEW_TILES) return tiles;
    }
  }
  return tiles;
}

/** Titles of the jobs, by which a set at work is known. */
const repairTitle = (dataset: string): string => `Repair ${dataset}`;
const undoTitle = (dataset: string): string => `Undo the repair of ${dataset}`;

/** @returns the dataset's name @throws UserError 409 while a repair of the set is made or taken back */
async function requireIdle(datasetId: string): Promise<string> {
  const { name } = await database().dataset.findUniqueOrThrow({ where: { id: datasetId } });
  const title = { in: [repairTitle(name), undoTitle(name)] };
  const job = await database().job.findFirst({ where: { kind: 'doctor', state: 'running', title } });
  if (job) throw new UserError(409, `${name}: "${job.title}" is at work; wait for its end or cancel it first`);
  return name;
}

/**
 * Repairs every face that the plan changes, each as an ordinary new version. The job's result names the repair.
 *
 * @throws UserError 409 for a repair that was made already, or while another is at work
 */
export async function startRepair(datasetId: string, faultId: string): Promise<JobInfo> {
  const planned = await requirePlan(datasetId, faultId);
  const name = await requireIdle(datasetId);
  const record: RepairRecord = {
    id: randomUUID(),
    fault: faultId,
    reportedAt: planned.reportedAt,
    text: planned.text,
    createdAt: new Date().toISOString(),
    undone: false,
    versions: [],
  };
  await openRepair(datasetId, record);
  return startJob('doctor', repairTitle(name), (context) => repair(datasetId, planned, record, context));
}

async function repair(datasetId: string, planned: Planned, record: RepairRecord, { signal, progress }: JobContext) {
  const versions: [sampleId: string, revision: number][] = [];
  const total = await database().sample.count({ where: { datasetId, ...LABELLED } });
  try {
    for await (const page of repairedFaces(datasetId, planned)) {
      signal.throwIfAborted();
      // noted first: what a killed server leaves half done can be taken back, and is not done twice
      const meant = page.map(({ row }) => [row.id, row.revision + 1] as const);
      await keepRepair(datasetId, { ...record, versions: [...versions, ...meant] });
      for (const { row, after } of page) {
        if (signal.aborted) break;
        const revision = await saveVersion(row.id, row.revision, after);
        if (revision !== null) versions.push([row.id, revision]);
        progress(versions.length, total, 'faces repaired');
      }
    }
    signal.throwIfAborted();
  } finally {
    // what was repaired before a cancel can be taken back as well
    if (versions.length > 0) await keepRepair(datasetId, { ...record, versions });
    else await dropRepair(datasetId, record.id);
  }
  return { repair: record.id, samples: versions.length };
}

/**
 * Takes a repair back: every face that nobody has edited since gets the labels it had before, as a new version.
 *
 * @throws UserError 404 for an unknown repair, 409 for one that has been taken back, or while one is at work
 */
export async function startUndo(datasetId: string, repairId: string): Promise<JobInfo> {
  const record = (await readRepairLog(datasetId)).find(({ id }) => id === repairId);
  if (!record) throw notFound('repair', repairId);
  if (record.undone) throw new UserError(409, `repair ${repairId}: has been taken back already`);
  const name = await requireIdle(datasetId);
  return startJob('doctor', undoTitle(name), (context) => undo(datasetId, record, context));
}

async function undo(datasetId: string, record: RepairRecord, { signal, progress }: JobContext) {
  const kept: (readonly [string, number])[] = [];
  let undone = 0;
  for (const [at, [sampleId, revision]] of record.versions.entries()) {
    if (signal.aborted) {
      kept.push(...record.versions.slice(at));
      break;
    }
    const version = await database().annotationVersion.findUnique({
      where: { sampleId_revision: { sampleId, revision } },
    });
    // an interrupted repair may have noted a version that it never made, and somebody else has
    const parent = version?.author === AUTHOR ? version.parentRevision : null;
    const before = parent ? (await getVersion(sampleId, parent)).annotation : null;
    // a face that somebody has edited since keeps its labels
    if (before && (await saveVersion(sampleId, revision, before)) !== null) undone++;
    progress(at + 1, record.versions.length, 'faces taken back');
  }
  await keepRepair(datasetId, { ...record, versions: kept, undone: kept.length === 0 });
  signal.throwIfAborted();
  return { samples: undone, editedSince: record.versions.length - undone };
}

/** @returns the new revision; null when somebody has saved other labels meanwhile */
async function saveVersion(sampleId: string, baseRevision: number, annotation: Annotation): Promise<number | null> {
  try {
    return (await saveAnnotation(sampleId, { baseRevision, annotation, author: AUTHOR })).revision;
  } catch (error) {
    if (error instanceof UserError && (error.status === 409 || error.status === 404)) return null;
    throw error;
  }
}
