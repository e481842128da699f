import { formatCount } from '@/components/ui/format-number';
import type { TrainingConfig } from '@/lib/contracts/training-config';
import { isLeftOut, type TrainingEntry } from '@/lib/datasets/training-parts';

export const ARCHITECTURE_NAMES: Readonly<Record<TrainingConfig['architecture'], string>> = {
  full: 'FULL',
  shallow: 'SHALLOW',
};

/** "FULL on 60 % of face-synthetics and 40 % of 300w, 3,000 images, wing loss 5 / 0.5, 6,000 steps, seed 1" */
export function describeTraining(config: TrainingConfig): string {
  const { architecture, images, steps, seed, startFrom, teacher } = config;
  return [
    `${ARCHITECTURE_NAMES[architecture]} on ${describeMix(config.data)}`,
    images !== null && `${formatCount(images)} images`,
    describeLoss(config.loss),
    `${formatCount(steps)} ${steps === 1 ? 'step' : 'steps'}`,
    `seed ${seed}`,
    startFrom && `from ${startFrom}`,
    teacher && `taught by ${teacher.model}`,
  ]
    .filter(Boolean)
    .join(', ');
}

/** "60 % of a and 40 % of b"; sets that are only measured are left out */
export function describeMix(data: readonly TrainingEntry[]): string {
  const parts = data
    .filter((entry) => !isLeftOut(entry))
    .map(({ dataset, share, repeat }) => {
      if (share !== null) return share === 1 ? dataset : `${percent(share)} % of ${dataset}`;
      return repeat === 1 ? dataset : `${repeat} × ${dataset}`;
    });
  return parts.length < 2 ? parts.join() : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

const percent = (share: number): number => Number((100 * share).toFixed(1));

export function describeLoss(loss: TrainingConfig['loss']): string {
  if (loss.kind === 'wing') return `wing loss ${loss.width} / ${loss.curvature}`;
  return loss.kind === 'mse' ? 'MSE loss' : 'L2 loss';
}
