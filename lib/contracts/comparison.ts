import type { CardDifference } from '@/lib/evaluation/card-differences';
import type { PairedDifference } from '@/lib/metrics/bootstrap';
import type {
  ErrorTotals,
  MeanShapeTotals,
  MetricCard,
  NormalisedTotals,
  RegionTotals,
  TotalIntervals,
} from './evaluation';

/** One run of a comparison, totalled over the images that all of them have. */
export interface ComparedRun {
  readonly id: string;
  readonly modelId: string;
  readonly modelTitle: string;
  readonly createdAt: string;
  readonly card: MetricCard;
  /** over the run's own images, as its own page says */
  readonly own: ErrorTotals & {
    readonly images: number;
    readonly nmeInterOcular: number;
    readonly auc8: number;
    readonly meanShape: MeanShapeTotals;
  };
  /** over the common images; null where there are none */
  readonly totals: (ErrorTotals & NormalisedTotals & RegionTotals & { readonly images: number }) | null;
  readonly intervals: TotalIntervals | null;
  readonly msPerFace: number;
  readonly beatsMeanShape: boolean;
  /** null where the model's weights are not known */
  readonly parameters: number | null;
  readonly weightBytes: number | null;
}

/** A run against the first one, image by image. */
export interface ComparedPair extends PairedDifference {
  readonly id: string;
  /** images on which the errors differ by more than the tie, and those where they do not */
  readonly wins: number;
  readonly ties: number;
  readonly losses: number;
  /** [68] change of the mean error, reference-crop px; null where never annotated, or where a run keeps no offsets */
  readonly landmarks: readonly (number | null)[] | null;
}

export interface Comparison {
  readonly runs: readonly ComparedRun[];
  /** each run after the first against the first */
  readonly pairs: readonly ComparedPair[];
  /** images that every run has */
  readonly common: number;
  /** of them, those scored against different labels */
  readonly labelsDiffer: number;
  /** errors nearer than this are a tie, reference-crop px */
  readonly tiePx: number;
  /** the mean shape of the first run over the common images */
  readonly meanShape: (ErrorTotals & NormalisedTotals & RegionTotals) | null;
  /** facts in which the metric cards differ; none: the numbers may stand in one table */
  readonly differences: readonly CardDifference[];
}
