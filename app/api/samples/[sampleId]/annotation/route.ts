import { saveAnnotationSchema } from '@/lib/contracts/sample';
import { saveAnnotation } from '@/lib/server/annotations';
import { handle, readJson } from '../../../handle';

export const PUT = handle(async (request, { sampleId }) =>
  saveAnnotation(sampleId, await readJson(request, saveAnnotationSchema)),
);
