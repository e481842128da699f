import type { EvaluationReport } from '@/lib/contracts/evaluation';

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

/** A share 0–1 as the papers print it: ".567" would be "0.57". */
export const formatShare = (share: number): string => share.toFixed(2);
