import type { InputSpec, ModelCard } from './model-card';

/** How pixels become network input in every training run: 0–255 to −1–1. */
const TRAINED_RANGE = { scale: 1 / 127.5, offset: -1 } as const;

/**
 * Whether a run with crops of this margin can start from a model or be taught by it.
 *
 * @returns what the model would need to have; null where it has all
 */
export function parentMisfit({ input, output }: Pick<ModelCard, 'input' | 'output'>, margin: number): string | null {
  if (!isSameCrop(input, margin)) return `square crops of ${margin} × the face`;
  if (input.scale !== TRAINED_RANGE.scale || input.offset !== TRAINED_RANGE.offset) return 'pixels in −1 to 1';
  if (output.layout !== 'planar' || output.scale !== 1 || output.offset !== 0) return 'answers in crop px';
  return null;
}

const isSameCrop = ({ crop, antialias, padding }: InputSpec, margin: number): boolean =>
  crop.shape === 'square' && crop.margin === margin && antialias && padding === 'zero';

/** The margin that a run needs to use this model; null where none would do. */
export function parentMargin(card: Pick<ModelCard, 'input' | 'output'>): number | null {
  const { crop } = card.input;
  return crop.shape === 'square' && parentMisfit(card, crop.margin) === null ? crop.margin : null;
}
