import { saveAnnotationSchema } from '@/lib/contracts/sample';
import { saveAnnotation } from '@/lib/server/annotations';
import { readAnnotation } from '@/lib/server/training-samples';
import { handle, readJson } from '../../../handle';

/** The newest labels. */
export const GET = handle((_, { sampleId }) => readAnnotation(sampleId));

export const PUT = handle(async (request, { sampleId }) =>
  saveAnnotation(sampleId, await readJson(request, saveAnnotationSchema)),
);
