import { type Annotation, isAnnotated } from '@/lib/landmarks/annotation';
import { type Box, centroid, distance } from '@/lib/landmarks/geometry';
import { FACE_SYNTHETICS_70, IBUG_68, regionIndices } from '@/lib/landmarks/scheme';

/**
 * What an NME may be a percentage of; METRICS "Normaliser". Always from the ground truth, image px.
 *
 * - `inter-ocular`: outer eye corners 36–45
 * - `inter-pupil`: means of the six points of each eye, 36–41 to 42–47 (about 0.73 of inter-ocular)
 * - `pupils`: the pupils 68–69 that a 70-point set labels: measured, so another number than `inter-pupil`
 * - `box`: √(w·h) of the tight box of the iBUG-68 points; neither max(w, h) nor a detector's box
 * - `diagonal`: √(w² + h²) of the same box
 */
export const NORMALISER_IDS = ['inter-ocular', 'inter-pupil', 'pupils', 'box', 'diagonal'] as const;
export type NormaliserId = (typeof NORMALISER_IDS)[number];

const EYES = [regionIndices(IBUG_68, 'right-eye'), regionIndices(IBUG_68, 'left-eye')] as const;
const PUPILS = [68, 69] as const;

/** Distance of the outer eye corners 36–45, image px; null where one of them is not annotated. */
export function interOcularDistance(annotation: Annotation): number | null {
  const [right, left] = IBUG_68.outerEyeCorners;
  return isAnnotated(annotation, right) && isAnnotated(annotation, left)
    ? distance(annotation.points[right], annotation.points[left])
    : null;
}

/** Distance of the eyes' mean points, image px; null unless all six points of both are annotated. */
export function eyeCentreDistance(annotation: Annotation): number | null {
  if (!EYES.every((eye) => eye.every((i) => isAnnotated(annotation, i)))) return null;
  const [right, left] = EYES.map((eye) => centroid(eye.map((i) => annotation.points[i])));
  return distance(right, left);
}

/** Distance of the labelled pupils, image px; null in a scheme without them, or where one is not annotated. */
export function pupilDistance(annotation: Annotation): number | null {
  const [right, left] = PUPILS;
  return annotation.scheme === FACE_SYNTHETICS_70.id && isAnnotated(annotation, right) && isAnnotated(annotation, left)
    ? distance(annotation.points[right], annotation.points[left])
    : null;
}

export type Normalisers = Readonly<Record<NormaliserId, number | null>>;

/**
 * Every normaliser that this face has, image px; null where it lacks the landmarks, or where they lie in one place:
 * nothing can be divided by it.
 *
 * @param box tight box of the annotated iBUG-68 points
 */
export function normalisersOf(annotation: Annotation, box: Box): Normalisers {
  return {
    'inter-ocular': interOcularDistance(annotation) || null,
    'inter-pupil': eyeCentreDistance(annotation) || null,
    pupils: pupilDistance(annotation) || null,
    box: Math.sqrt(box.width * box.height) || null,
    diagonal: Math.hypot(box.width, box.height) || null,
  };
}
