import type { Finding } from '@/lib/contracts/doctor';
import type { ReasonKind, Repair } from '@/lib/datasets/quality/reason';
import { applyRepair } from '@/lib/datasets/quality/repair';
import type { Annotation } from '@/lib/landmarks/annotation';
import { imagePoint } from '@/lib/landmarks/geometry';

/** What setting a finding right is called; the others move points to where the evidence has them. */
const WORDS: Partial<Readonly<Record<ReasonKind, string>>> = {
  'axes-exchanged': 'Exchange the axes',
  'upside-down': 'Turn it over',
  'sides-swapped': 'Swap the sides back',
  'order-shifted': 'Renumber the points',
  'order-permuted': 'Put the points in order',
};

/** What one key would make of a suspect's labels. */
export interface SuggestedFix {
  /** the step's name in the history */
  readonly label: string;
  readonly annotation: Annotation;
}

/** A fault that is less probable than not is mended only where it is all there is. */
const PROBABLE = 0.5;

/**
 * The labels with every probable finding set right. Where none says how (another face is labelled, the whole label is far
 * off), the model's points take the place of the labels'.
 *
 * @param prediction [68] image px; null where no model has looked
 * @returns null when neither the findings nor a model knows better
 */
export function suggestedFix(
  annotation: Annotation,
  findings: readonly Finding[],
  prediction: readonly (readonly [number, number, ...number[]])[] | null,
): SuggestedFix | null {
  const open = findings.filter(({ verdict }) => verdict === null);
  const mendable = open.filter(({ repair }) => repair !== null);
  const probable = mendable.filter(({ probability }) => probability >= PROBABLE);
  const chosen = probable.length > 0 ? probable : mendable.slice(0, 1);
  const isWhole = open.some(({ kind }) => kind === 'wrong-face' || kind === 'unlike-prediction');
  if (prediction && (isWhole || chosen.length === 0)) {
    const points = annotation.points.map((point, i) => {
      const answer = prediction[i];
      return answer ? imagePoint(answer[0], answer[1]) : point;
    });
    return { label: 'Take the model’s face', annotation: { ...annotation, points } };
  }
  if (chosen.length === 0) return null;
  const repaired = chosen.reduce((current, { repair }) => applyRepair(repair as Repair, current), annotation);
  const kinds = new Set(chosen.map(({ kind }) => kind));
  const label = kinds.size === 1 ? (WORDS[chosen[0].kind] ?? 'Move the points back') : 'Mend all of it';
  return { label, annotation: repaired };
}
