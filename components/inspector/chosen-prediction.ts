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

/** The model whose predictions are meant: the address says it, else the newest that has looked at this face. */
export function chosenModel(
  models: readonly ModelChoice[],
  detail: SampleDetail,
  fromAddress: string | null,
): ModelChoice | null {
  const id = fromAddress ?? detail.predictions.at(-1)?.modelId ?? models[0]?.id;
  return models.find((model) => model.id === id) ?? null;
}

export const predictionOf = (detail: SampleDetail, modelId: string, crop: CropSource): SamplePrediction | null =>
  detail.predictions.find((prediction) => prediction.modelId === modelId && prediction.crop === crop) ?? null;
