import 'server-only';
import { sampleErrors } from '@/lib/metrics/point-errors';
import { annotationFromJson, landmarksFromJson } from './annotation-json';
import { database } from './database';
import { type JobContext, startJob } from './jobs';
import { poseColumns } from './pose';
import { derivedFrom } from './predictions';

/** Rows brought up to date in one transaction: short enough that a save need not wait. */
const PAGE = 200;
/** Fewer are done without telling anybody. */
const QUIET = 500;

/**
 * Fills what is derived where a row is older than its column: the pose that the landmarks tell, and errors by region.
 * Done once a row, behind the pages; a start that is interrupted is gone on with by the next.
 */
export async function fillDerived(): Promise<void> {
  // what came with a pose before there was a word for it was stated by its source
  await database().$executeRaw`
    UPDATE "Sample" SET "poseSource" = 'source' WHERE "id" IN (
      SELECT "id" FROM "Sample" INDEXED BY "Sample_narrow_idx" WHERE "poseSource" IS NULL AND "yawRad" IS NOT NULL)`;
  const [{ poses, regions }] = await database().$queryRaw<{ poses: unknown; regions: unknown }[]>`
    SELECT
      (SELECT COUNT(*) FROM "Sample" INDEXED BY "Sample_narrow_idx"
        WHERE "poseSource" IS NULL AND "faceSize" IS NOT NULL) AS "poses",
      (SELECT COUNT(*) FROM "Prediction" INDEXED BY "Prediction_narrow_idx"
        WHERE "error" IS NOT NULL AND "regionErrors" IS NULL) AS "regions"`;
  const total = Number(poses) + Number(regions);
  if (total === 0) return;
  const work = async ({ signal, progress }: JobContext) => {
    let done = 0;
    const step = (count: number) => {
      done += count;
      progress(done, total, 'pose and errors by region');
    };
    await fillPoses(signal, step);
    await fillRegions(signal, step);
    return { samples: Number(poses), predictions: Number(regions) };
  };
  if (total <= QUIET) await work({ signal: new AbortController().signal, progress: () => {} });
  else await startJob('derive', 'Bring older samples up to date', work);
}

async function fillPoses(signal: AbortSignal, step: (count: number) => void): Promise<void> {
  for (let after = ''; ; ) {
    signal.throwIfAborted();
    const rows = await database().sample.findMany({
      where: { id: { gt: after }, poseSource: null, faceSize: { not: null } },
      orderBy: { id: 'asc' },
      take: PAGE,
      select: { id: true, revision: true, annotation: true },
    });
    if (rows.length === 0) return;
    after = rows[rows.length - 1].id;
    const updates = rows.map(({ id, revision, annotation }) => {
      const pose = poseColumns(null, annotationFromJson(annotation));
      // of other labels the save itself has told the pose
      return database().sample.updateMany({ where: { id, revision }, data: pose });
    });
    await database().$transaction(updates);
    step(rows.length);
  }
}

async function fillRegions(signal: AbortSignal, step: (count: number) => void): Promise<void> {
  for (let after = ''; ; ) {
    signal.throwIfAborted();
    const found = await database().prediction.findMany({
      where: { sampleId: { gt: after }, error: { not: null }, regionErrors: null },
      orderBy: { sampleId: 'asc' },
      take: PAGE,
      include: { sample: { select: { annotation: true, revision: true, image: true } } },
    });
    const last = found.at(-1)?.sampleId;
    if (last === undefined) return;
    // the last sample's other models may stand on the next page: it is taken whole there
    const whole = found.filter(({ sampleId }) => sampleId !== last);
    const rows = found.length < PAGE || whole.length === 0 ? found : whole;
    await database().$transaction(
      rows.map(({ sampleId, modelId, crop, createdAt, landmarks, sample }) => {
        const annotation = annotationFromJson(sample.annotation);
        const errors = annotation && sampleErrors(annotation, landmarksFromJson(landmarks), sample.image);
        return database().prediction.updateMany({
          // a newer answer, or one whose labels were edited meanwhile, has been measured by whoever wrote it
          where: { sampleId, modelId, crop, createdAt, sample: { revision: sample.revision } },
          data: derivedFrom(errors, sample.revision),
        });
      }),
    );
    after = rows[rows.length - 1].sampleId;
    step(rows.length);
  }
}
