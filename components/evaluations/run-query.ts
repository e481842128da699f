import type { MetricCard } from '@/lib/contracts/evaluation';

interface Run {
  readonly id: string;
  readonly modelId: string;
}

type RunCard = Pick<MetricCard, 'cropSource' | 'split'>;

/** The gallery's words for a run's images as its model has seen them, worst first. */
export const runGalleryQuery = ({ modelId }: Pick<Run, 'modelId'>, card: RunCard): string =>
  wordsOf(modelId, card).toString();

/** The same for one image, with the run to come back to. */
export function runInspectorQuery({ id, modelId }: Run, card: RunCard): string {
  const words = wordsOf(modelId, card);
  words.set('run', id);
  return words.toString();
}

function wordsOf(modelId: string, { cropSource, split }: RunCard): URLSearchParams {
  const words = new URLSearchParams({ model: modelId, sort: 'error' });
  if (split !== 'all') words.set('split', split);
  // another tool's predictions are kept as those of the usual crops
  if (cropSource === 'detector') words.set('crop', cropSource);
  return words;
}
