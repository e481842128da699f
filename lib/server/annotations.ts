import 'server-only';
import type { z } from 'zod';
import type { AnnotationConflict, SavedAnnotation, saveAnnotationSchema } from '@/lib/contracts/sample';
import { type Annotation, annotatedPoints, toIbug68 } from '@/lib/landmarks/annotation';
import { boundingBox } from '@/lib/landmarks/geometry';
import { annotationFromJson, annotationToJson } from './annotation-json';
import { database } from './database';
import { refreshErrors } from './predictions';
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
 * Appends a version made by a person and moves the errors with it. Nothing is overwritten.
 *
 * @throws UserError 409 with the labels somebody else saved meanwhile, when the edit was made on another revision
 */
export async function saveAnnotation(
  sampleId: string,
  { baseRevision, annotation, author }: z.infer<typeof saveAnnotationSchema>,
): Promise<SavedAnnotation> {
  await database().$transaction(async (tx) => {
    const revision = baseRevision + 1;
    // The revision in the condition makes check and write one step: of two savers only one finds it unchanged.
    const { count } = await tx.sample.updateMany({
      where: { id: sampleId, revision: baseRevision },
      data: {
        revision,
        annotation: annotationToJson(annotation),
        faceSize: faceSizeOf(annotation),
        editedAt: new Date(),
      },
    });
    if (count === 0) {
      const current = await tx.sample.findUnique({ where: { id: sampleId } });
      if (!current) throw notFound('sample', sampleId);
      const conflict: Omit<AnnotationConflict, 'error'> = {
        revision: current.revision,
        annotation: annotationFromJson(current.annotation),
      };
      throw new UserError(
        409,
        `sample ${current.name}: edited on revision ${baseRevision}, but revision ${current.revision} has been saved meanwhile`,
        { ...conflict },
      );
    }
    await tx.annotationVersion.create({
      data: {
        sampleId,
        revision,
        parentRevision: baseRevision || null,
        authorKind: 'person',
        author,
        annotation: annotationToJson(annotation),
      },
    });
    await refreshErrors(tx, sampleId);
  });
  const sample = await getSample(sampleId);
  if (!sample) throw notFound('sample', sampleId);
  return { revision: sample.revision, predictions: sample.predictions, versions: sample.versions };
}
