import type { TrainingConfig } from '@/lib/contracts/training-config';

/** Step after which the run ends: the last of the schedule, or of the descent it was asked for. */
export const lastStep = ({ steps, coolDownSteps }: TrainingConfig, coolDownFrom: number | null): number =>
  coolDownFrom === null ? steps : Math.min(steps, coolDownFrom + coolDownSteps);

/**
 * Linear warm-up, then a cosine down to `finalRate`; from `coolDownFrom` on a straight line from where the cosine was.
 *
 * @param step 0-based
 */
export function learningRateAt(config: TrainingConfig, step: number, coolDownFrom: number | null): number {
  const { learningRate, finalRate, warmupSteps, steps } = config;
  if (coolDownFrom !== null && step >= coolDownFrom) {
    const from = learningRateAt(config, coolDownFrom, null);
    const to = finalRate * learningRate;
    const progress = (step + 1 - coolDownFrom) / Math.max(1, lastStep(config, coolDownFrom) - coolDownFrom);
    return Math.max(to, from + (to - from) * progress);
  }
  if (step < warmupSteps) return (learningRate * (step + 1)) / warmupSteps;
  const progress = (step - warmupSteps) / Math.max(1, steps - warmupSteps);
  return learningRate * (finalRate + (1 - finalRate) * 0.5 * (1 + Math.cos(Math.PI * Math.min(1, progress))));
}

/** Strength of augmentation. @param step 0-based */
export const augmentationAt = ({ augmentation, finalAugmentation, steps }: TrainingConfig, step: number): number =>
  fadingAt(augmentation, finalAugmentation, steps, step);

/** Share of mirrored crops. @param step 0-based */
export const mirroredAt = ({ mirrored, finalMirrored, steps }: TrainingConfig, step: number): number =>
  fadingAt(mirrored, finalMirrored, steps, step);

/** Constant for half the run, then on a straight line to what its end wants. */
function fadingAt(start: number, end: number | null, steps: number, step: number): number {
  const progress = Math.min(1, Math.max(0, (2 * step) / steps - 1));
  return start + ((end ?? start) - start) * progress;
}

/** Steps behind one point of the training curve: 50, fewer where a short run would have too few points to look at. */
export const curveSteps = ({ steps }: TrainingConfig): number => Math.min(50, Math.max(1, Math.round(steps / 200)));
