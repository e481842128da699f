import type { CropSource } from '@/lib/contracts/common';
import type { ModelInfo } from '@/lib/contracts/model';
import type { SampleDetail, SamplePrediction } from '@/lib/contracts/sample';

/** What the inspector needs to know of a model. */
export interface ModelChoice {
  readonly id: string;
  readonly title: string;
  /** whether its z was trained */
  readonly hasDepth: boolean;
}

export const toModelChoice = ({ id, title, card }: ModelInfo): ModelChoice => ({
  id,
  title,
  hasDepth: card.output.depth,
});

/** The model that is meant where the address names none: the newest that has looked at this face, else the first. */
export const defaultModelId = (models: readonly ModelChoice[], detail: SampleDetail): string | null =>
  detail.predictions.at(-1)?.modelId ?? models[0]?.id ?? null;

export const predictionOf = (detail: SampleDetail, modelId: string, crop: CropSource): SamplePrediction | null =>
  detail.predictions.find((prediction) => prediction.modelId === modelId && prediction.crop === crop) ?? null;
