import type { LineSeries } from '@/components/charts/line-chart';
import { formatPercent, formatPx } from '@/components/ui/format-number';
import type { TrainingCurves, ValidationResult } from '@/lib/contracts/training-config';

/** One number that validation gives for a set. */
export interface Measure {
  readonly id: 'me' | 'sr20' | 'sr10' | 'nme' | 'loss';
  readonly label: string;
  /** with its unit, for the axis */
  readonly axis: string;
  readonly of: (result: ValidationResult) => number;
  readonly format: (value: number) => string;
}

export const MEASURES: readonly Measure[] = [
  { id: 'me', label: 'ME', axis: 'ME, px of the reference crop', of: ({ me }) => me, format: formatPx },
  { id: 'sr20', label: 'SR@20', axis: 'SR@20', of: ({ sr20 }) => sr20, format: (value) => formatPercent(value, 1) },
  { id: 'sr10', label: 'SR@10', axis: 'SR@10', of: ({ sr10 }) => sr10, format: (value) => formatPercent(value, 1) },
  {
    id: 'nme',
    label: 'NME',
    axis: 'NME, % of the inter-ocular distance',
    of: ({ nmeInterOcular }) => nmeInterOcular,
    format: formatPx,
  },
  { id: 'loss', label: 'Loss', axis: 'validation loss', of: ({ loss }) => loss, format: (value) => value.toFixed(3) },
];

export const measureOf = (id: string | null): Measure => MEASURES.find((measure) => measure.id === id) ?? MEASURES[0];

/** Names of the sets that were measured, in a steady order. */
export const setsOf = ({ validation }: TrainingCurves): readonly string[] =>
  [...new Set(validation.flatMap(({ sets }) => Object.keys(sets)))].sort();

/** A measure of one set along the run. */
export const validationPoints = ({ validation }: TrainingCurves, set: string, { of }: Measure): LineSeries['points'] =>
  validation.flatMap(({ step, sets }) => (sets[set] ? [{ x: step, y: of(sets[set]) }] : []));

export const trainingPoints = ({ training }: TrainingCurves): LineSeries['points'] =>
  training.map(({ step, landmarks }) => ({ x: step, y: landmarks }));
