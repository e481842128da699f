import type { MeanShape } from '@/lib/metrics/mean-shape';
import { MEAN_LANDMARKS } from '@/lib/synthesis/head/anatomy';

/** The face that numbers of landmarks are drawn on: the model's own mean shape, else an average head from the front. */
export const drawnFace = (meanShape: MeanShape | null): MeanShape =>
  meanShape ?? MEAN_LANDMARKS.map(([x, y]) => [x, y] as const);
