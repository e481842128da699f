import type { TrainingConfig } from '@/lib/contracts/training-config';
import type { Split } from './sample';

/** What a training run takes from one set. */
export type TrainingEntry = TrainingConfig['data'][number];

/** Labelled faces of a set by split; `none` are those of no split. */
export type LabelledCounts = Readonly<Partial<Record<Split | 'none', number>>>;

/** Faces to learn from and faces to measure with. Sets with several faces of a photo or a person may part a little otherwise. */
export interface TrainingParts {
  readonly training: number;
  readonly validation: number;
}

/** Why a set cannot be parted as it is asked for. */
export interface TrainingFault {
  /** of the entry */
  readonly field: 'splits' | 'validation';
  /** one line: which set, what was expected, what was found */
  readonly reason: string;
}

export const isFault = (parts: TrainingParts | TrainingFault): parts is TrainingFault => 'field' in parts;

/** The set, and the splits of it that are trained on, in words. */
export const wordsOf = ({ dataset, splits }: TrainingEntry): string =>
  splits ? `${dataset}, split ${splits.join(' or ')}` : dataset;

/** Whether a set is only measured, not trained on. */
export const isLeftOut = ({ share, repeat }: TrainingEntry): boolean => (share ?? repeat) === 0;

/** How many faces of a set a run would learn from and measure with, or why it cannot. */
export function trainingParts(entry: TrainingEntry, counts: LabelledCounts): TrainingParts | TrainingFault {
  const { dataset, splits, validation } = entry;
  const countOf = (split: Split | 'none') => counts[split] ?? 0;
  const wanted = (splits ?? (['train', 'val', 'test', 'none'] as const)).reduce(
    (sum, split) => sum + countOf(split),
    0,
  );
  const where = wordsOf(entry);
  if (wanted === 0) return { field: 'splits', reason: `${where}: expected labelled images, found none` };
  if (validation === null) return { training: wanted, validation: 0 };
  if ('split' in validation) {
    const { split } = validation;
    const heldOut = countOf(split);
    if (heldOut === 0) {
      return { field: 'validation', reason: `${dataset}: expected images in split ${split}, found none` };
    }
    const training = !splits || splits.includes(split) ? wanted - heldOut : wanted;
    if (training === 0 && !isLeftOut(entry)) {
      return { field: 'validation', reason: `${where}: expected images outside split ${split}, found none` };
    }
    return { training, validation: heldOut };
  }
  if ('share' in validation && validation.share === 1) return { training: 0, validation: wanted };
  const heldOut = 'count' in validation ? validation.count : Math.round(validation.share * wanted);
  if (heldOut === 0 || heldOut >= wanted) {
    const asked = 'count' in validation ? `${validation.count}` : `a share of ${validation.share}`;
    return {
      field: 'validation',
      reason: `${where}: expected a validation part that leaves some of ${wanted} images on both sides, found ${asked}`,
    };
  }
  return { training: wanted - heldOut, validation: heldOut };
}

/**
 * Images of one epoch: what mixSamples gives.
 *
 * @param sizes training faces of each set
 */
export function epochImages(
  { data, images }: Pick<TrainingConfig, 'data' | 'images'>,
  sizes: readonly number[],
): number {
  const wanted = images ?? sizes.reduce((sum, size) => sum + size, 0);
  return data.reduce((sum, { share, repeat, limit }, i) => {
    const used = Math.min(sizes[i], limit ?? sizes[i]);
    return sum + Math.round(share === null ? repeat * used : share * wanted);
  }, 0);
}
