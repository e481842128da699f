import type { TrainingSamples } from '@/lib/contracts/training-config';
import { toCrop, toImage } from '@/lib/image/crop';
import { isAnnotated } from '@/lib/landmarks/annotation';
import { sampleErrors } from '@/lib/metrics/point-errors';
import type { ValidationFace } from './prepare';
import { PREDICTION_FLOATS } from './replica';

const COUNT = 68;
const SHOWN = 12;
/** where a landmark nobody has placed is drawn */
const OUT_OF_SIGHT = [-192, -192] as const;

/**
 * A few held-out faces whose predictions can be watched: every set has its part, spread evenly over it.
 *
 * @returns indices of faces
 */
export function chooseSampleFaces(faces: readonly ValidationFace[], most = SHOWN): readonly number[] {
  const sets = [...new Set(faces.map(({ set }) => set))].slice(0, most);
  return sets.flatMap((set) => {
    const members = Array.from(faces.keys()).filter((i) => faces[i].set === set);
    const count = Math.min(Math.floor(most / sets.length), members.length);
    return Array.from({ length: count }, (_, i) => members[Math.floor((i * members.length) / count)]);
  });
}

/**
 * What the network says of the chosen faces.
 *
 * @param rows f32 [faces, 205] of all held-out faces: coordinates in crop px and the confidence logit
 */
export function samplePredictions(
  step: number,
  faces: readonly ValidationFace[],
  chosen: readonly number[],
  rows: Float32Array,
): TrainingSamples {
  return {
    step,
    faces: chosen.map((index) => {
      const { set, name, annotation, image, frame } = faces[index];
      const row = rows.subarray(index * PREDICTION_FLOATS, (index + 1) * PREDICTION_FLOATS);
      const points = Array.from({ length: COUNT }, (_, k) => [row[k], row[COUNT + k]] as const);
      const inImage = points.map((point) => toImage(frame, point));
      return {
        set,
        name,
        groundTruth: annotation.points.flatMap((point, k) =>
          isAnnotated(annotation, k) ? toCrop(frame, point).map(tenth) : OUT_OF_SIGHT,
        ),
        prediction: points.flatMap((point) => point.map(tenth)),
        error: sampleErrors(annotation, inImage, image)?.error ?? null,
      };
    }),
  };
}

/** As fine as a screen shows it. */
const tenth = (value: number): number => Math.round(value * 10) / 10;
