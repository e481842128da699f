import 'server-only';
import { randomUUID } from 'node:crypto';
import type { RepairPreviewTile, SetFaultEntry } from '@/lib/contracts/doctor';
import type { JobInfo } from '@/lib/contracts/job';
import { applyPlan, type SetRepairPlan } from '@/lib/datasets/quality/set-repair';
import type { Annotation } from '@/lib/landmarks/annotation';
import { outlineOf } from '@/lib/landmarks/outline';
import { getVersion, saveAnnotation } from './annotations';
import { database } from './database';
import { keepRepair, type RepairRecord, readRepairLog } from './doctor-repair-log';
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

/** Faces that the plan changes, in the order of their names. */
async function* repairedFaces(
  datasetId: string,
  { kind, plan, examined }: Pick<Planned, 'kind' | 'plan' | 'examined'>,
) {
  const saidRight = await readSaidRight(datasetId);
  for await (const page of samplePages({ datasetId, ...LABELLED })) {
    for (const row of page) {
      const isMeant =
        plan.scope !== 'listed' ||
        (row.id in plan.repairs && examined.get(row.id) === row.revision && !saidRight.has(saidRightKey(row.id, kind)));
      const face = isMeant ? toQualityFace(row) : null;
      const after = face && applyPlan(plan, face);
      if (face && after) yield { row, before: face.annotation, after };
    }
  }
}

/** What the repair would do to some faces. */
export async function previewRepair(datasetId: string, faultId: string): Promise<RepairPreviewTile[]> {
  const planned = await requirePlan(datasetId, faultId);
  const tiles: RepairPreviewTile[] = [];
  for await (const { row, before, after } of repairedFaces(datasetId, planned)) {
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
    if (tiles.length === PREVIEW_TILES) break;
  }
  return tiles;
}

/**
 * Repairs every face that the plan changes, each as an ordinary new version. The job's result names the repair.
 *
 * @throws UserError 409 for a repair that was made already: a shift made twice is another mistake
 */
export async function startRepair(datasetId: string, faultId: string): Promise<JobInfo> {
  const planned = await requirePlan(datasetId, faultId);
  const { text, reportedAt } = planned;
  const made = (await readRepairLog(datasetId)).find(
    (record) => record.fault === faultId && record.reportedAt === reportedAt && !record.undone,
  );
  if (made) throw new UserError(409, `fault ${faultId}: has been repaired already; examine the set again`);
  const dataset = await database().dataset.findUniqueOrThrow({ where: { id: datasetId } });
  return startJob('doctor', `Repair ${dataset.name}`, async ({ signal, progress }) => {
    const versions: [string, number][] = [];
    const record: Omit<RepairRecord, 'versions'> = {
      id: randomUUID(),
      fault: faultId,
      reportedAt,
      text,
      createdAt: new Date().toISOString(),
      undone: false,
    };
    const total = await database().sample.count({ where: { datasetId, revision: { gt: 0 } } });
    try {
      for await (const { row, after } of repairedFaces(datasetId, planned)) {
        signal.throwIfAborted();
        const revision = await saveVersion(row.id, row.revision, after);
        if (revision !== null) versions.push([row.id, revision]);
        progress(versions.length, total, 'faces repaired');
      }
    } finally {
      // what was repaired before a cancel can be taken back as well
      if (versions.length > 0) await keepRepair(datasetId, { ...record, versions });
    }
    return { repair: record.id, samples: versions.length };
  });
}

/**
 * Takes a repair back: every face that nobody has edited since gets the labels it had before, as a new version.
 *
 * @throws UserError 404 for an unknown repair, 409 for one that has been taken back
 */
export async function startUndo(datasetId: string, repairId: string): Promise<JobInfo> {
  const record = (await readRepairLog(datasetId)).find(({ id }) => id === repairId);
  if (!record) throw notFound('repair', repairId);
  if (record.undone) throw new UserError(409, `repair ${repairId}: has been taken back already`);
  const dataset = await database().dataset.findUniqueOrThrow({ where: { id: datasetId } });
  return startJob('doctor', `Undo the repair of ${dataset.name}`, (context) => undo(datasetId, record, context));
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
    const parent = version?.parentRevision;
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
