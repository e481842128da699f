import type { EvaluationReport, EvaluationSummary } from '@/lib/contracts/evaluation';

/** A model that a constant face beats on the mean error is of no use, however good its success rate looks. */
export const beatsMeanShape = ({ me, meanShape }: EvaluationReport): boolean => me < meanShape.me;

/** "mean shape of the model card": where the baseline comes from, as people read it. */
export function baselineName({ card }: EvaluationReport): string {
  switch (card.meanShapeSource) {
    case 'model card':
      return "mean shape (model's training labels)";
    case 'train split':
      return 'mean shape (train split)';
    case 'in-sample':
      return 'mean shape (in-sample: flattered)';
  }
}

/** 4.8213 ± 2.4079 → "4.82 ± 2.41" */
export const plusMinus = ({ me, std }: { readonly me: number; readonly std: number }): string =>
  `${me.toFixed(2)} ± ${std.toFixed(2)}`;

/** A share 0–1 with the digits that its interval deserves. */
export const formatShare = (share: number): string => share.toFixed(3);

/** "all splits", "val", "without a split" */
export const splitName = (split: string): string =>
  split === 'all' ? 'all splits' : split === 'none' ? 'without a split' : split;

/** What was scored, in words: a split, a filter, a choice. */
export const scopeName = ({ split, selection }: Pick<EvaluationSummary, 'split' | 'selection'>): string =>
  selection ? `${selection.name}${split === 'all' ? '' : `, ${split}`}` : splitName(split);

/** "Model on faces, val" */
export const runTitle = (run: EvaluationSummary): string =>
  `${run.modelTitle} on ${run.datasetName}, ${scopeName(run)}`;

/** A change with its sign: −0.0042 → "−0.004" */
export const signed = (change: number, digits = 3): string =>
  `${change < 0 ? '−' : '+'}${Math.abs(change).toFixed(digits)}`;
