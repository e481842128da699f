import 'server-only';
import type { SamplePrediction } from '@/lib/contracts/sample';
import type { Annotation } from '@/lib/landmarks/annotation';
import type { Box } from '@/lib/landmarks/geometry';

// Written by this program alone and checked before it was written, so reading is a plain parse.
export const annotationToJson = (annotation: Annotation): string => JSON.stringify(annotation);
export const annotationFromJson = (json: string | null): Annotation | null => (json ? JSON.parse(json) : null);
export const boxFromJson = (json: string | null): Box | null => (json ? JSON.parse(json) : null);
export const landmarksFromJson = (json: string): SamplePrediction['landmarks'] => JSON.parse(json);
