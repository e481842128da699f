import 'server-only';
import type { z } from 'zod';
import type { AnnotationVersion } from '@/lib/contracts/annotation-versions';
import type { ReviewState } from '@/lib/contracts/review';
import type { AnnotationConflict, SavedAnnotation, saveAnnotationSchema } from '@/lib/contracts/sample';
import { type Annotation, annotatedPoints, toIbug68 } from '@/lib/landmarks/annotation';
import { boundingBox } from '@/lib/landmarks/geometry';
import { annotationFromJson, annotationToJson } from './annotation-json';
import { type Database, database } from './database';
import { poseColumns } from './pose';
import { refreshErrors } from './predictions';
import { reviewColumns } from './review';
import { getSample } from './samples';
import { notFound, UserError } from './user-error';

/** Longer side of the landmarks' tight box, image px; null when nothing is annotated. */
export function faceSizeOf(annotation: Annotation | null): number | null {
  const points = annotation ? annotatedPoints(toIbug68(annotation)) : [];
  if (points.length === 0) return null;
  const { width, height } = boundingBox(points);
  return Math.max(width, height);
}

/**
 * Appends a version made by a person and moves the errors and an estimated pose with it; the sample counts as fixed from
 * then on. Nothing is overwritten, and nothing is kept twice: an edit that comes again under the same `saveId` gets the
 * answer of the first time.
 *
 * @throws UserError 409 with the labels somebody else saved meanwhile, when the edit was made on another revision
 */
export async function saveAnnotation(
  sampleId: string,
  { baseRevision, annotation, author, saveId, reviewState }: z.infer<typeof saveAnnotationSchema>,
): Promise<SavedAnnotation> {
  const revision = await database().$transaction(async (tx) => {
    const next = baseRevision + 1;
    // The revision in the condition makes check and write one step: of two savers only one finds it unchanged.
    const { count } = await tx.sample.updateMany({
      where: { id: sampleId, revision: baseRevision },
      data: {
        revision: next,
        annotation: annotationToJson(annotation),
        faceSize: faceSizeOf(annotation),
        editedAt: new Date(),
      },
    });
    if (count === 0) {
      const kept = saveId ? await tx.annotationVersion.findUnique({ where: { saveId } }) : null;
      if (kept?.sampleId === sampleId) return kept.revision;
      throw await conflictOf(tx, sampleId, baseRevision);
    }
    const { poseSource, reviewState: state } = await tx.sample.findUniqueOrThrow({ where: { id: sampleId } });
    await tx.sample.update({
      where: { id: sampleId },
      data: {
        ...(poseSource === 'source' ? {} : poseColumns(null, annotation)),
        ...reviewColumns({ state: reviewState ?? stateAfterEdit(state as ReviewState) }),
      },
    });
    await tx.annotationVersion.create({
      data: {
        sampleId,
        revision: next,
        parentRevision: baseRevision || null,
        authorKind: 'person',
        author,
        annotation: annotationToJson(annotation),
        saveId,
      },
    });
    await refreshErrors(tx, sampleId);
    return next;
  });
  const sample = await getSample(sampleId);
  if (!sample) throw notFound('sample', sampleId);
  const { predictions, versions } = sample;
  return { revision, reviewState: sample.reviewState, predictions, versions };
}

/** Whoever called a face ambiguous knows no better place for its points: a correction does not take that back. */
const stateAfterEdit = (before: ReviewState): ReviewState => (before === 'ambiguous' ? before : 'fixed');

async function conflictOf(
  tx: Pick<Database, 'sample' | 'annotationVersion'>,
  sampleId: string,
  baseRevision: number,
): Promise<UserError> {
  const current = await tx.sample.findUnique({ where: { id: sampleId } });
  if (!current) return notFound('sample', sampleId);
  const { revision } = current;
  const newest = await tx.annotationVersion.findUnique({ where: { sampleId_revision: { sampleId, revision } } });
  const conflict: Omit<AnnotationConflict, 'error'> = {
    revision,
    author: newest?.author ?? 'nobody',
    annotation: annotationFromJson(current.annotation),
  };
  return new UserError(
    409,
    `sample ${current.name}: edited on revision ${baseRevision}, but revision ${revision} has been saved meanwhile`,
    { ...conflict },
  );
}

/** The labels of one version, however old. @throws UserError 404 */
export async function getVersion(sampleId: string, revision: number): Promise<AnnotationVersion> {
  const row = await database().annotationVersion.findUnique({ where: { sampleId_revision: { sampleId, revision } } });
  const annotation = annotationFromJson(row?.annotation ?? null);
  if (!row || !annotation) throw notFound(`sample ${sampleId}, version`, String(revision));
  return { revision, author: row.author, createdAt: row.createdAt.toISOString(), annotation };
}
