import { z } from 'zod';
import type { Overlap } from '@/lib/datasets/overlap';
import type { Outline } from '@/lib/landmarks/outline';
import type { Interval } from '@/lib/metrics/share-interval';
import { cropSourceSchema, idSchema, modelIdSchema } from './common';

export const evaluationSplitSchema = z.enum(['train', 'val', 'test', 'none', 'all']);
export type EvaluationSplit = z.infer<typeof evaluationSplitSchema>;

/** What is scored instead of a whole split. */
export const selectionSchema = z.discriminatedUnion('kind', [
  /** what matched a gallery filter at the time */
  z.object({ kind: z.literal('filter'), name: z.string().max(200), query: z.string().max(4096) }),
  /** these very samples */
  z.object({
    kind: z.literal('samples'),
    name: z.string().max(200),
    ids: z.array(idSchema).min(1).max(100_000).readonly(),
  }),
  /** the samples of another run: the same images, with other labels or by another model */
  z.object({ kind: z.literal('run'), name: z.string().max(200), run: idSchema }),
]);
export type Selection = z.infer<typeof selectionSchema>;

export const createEvaluationSchema = z.object({
  model: modelIdSchema,
  dataset: idSchema,
  split: evaluationSplitSchema,
  crop: cropSourceSchema.default('ground-truth'),
  /** within the split; absent: all of it */
  selection: selectionSchema.nullish(),
  /**
   * what to do about faces that another tool's file has no prediction for: `refuse` names them, `count` scores the others
   * and counts these as failures
   */
  withoutFace: z.enum(['refuse', 'count']).default('refuse'),
  /** measure although the model was trained on some of these images; the card says on how many */
  allowOverlap: z.boolean().optional(),
});
export type CreateEvaluation = z.infer<typeof createEvaluationSchema>;
/** as a caller writes it: what has a usual value may be left out */
export type EvaluationRequest = z.input<typeof createEvaluationSchema>;

/** Evaluations that the server makes one after another. */
export const evaluationJobSchema = z.object({ requests: z.array(createEvaluationSchema).min(1).max(200) });
export type EvaluationJob = z.infer<typeof evaluationJobSchema>;

/** Images of the test set that the model was trained on; `unknown` where its folder does not say what it was trained on. */
export type OverlapRecord = Overlap | 'unknown';

/** What a number is of. Results whose cards differ do not belong in one table unmarked. */
export interface MetricCard {
  readonly frame: 'reference-crop 192 px';
  readonly points: 'ibug-68';
  readonly normalisers: readonly string[];
  readonly std: 'population (ddof = 0)';
  /** how points and images are averaged; absent in runs from before it was said */
  readonly averaging?: 'macro: points to images, images to the total; PCK pools points';
  readonly thresholds: { readonly sr: readonly [20, 10]; readonly aucPercent: 8; readonly pck?: readonly number[] };
  readonly dataset: string;
  readonly split: string;
  /** the filter or the hand-picked images that were scored instead of the whole split, in words */
  readonly selection?: string | null;
  readonly labelVersion: string;
  /** external: the predictions came from a file, and with them the crop */
  readonly cropSource: 'ground-truth' | 'detector' | 'external';
  readonly model: string;
  readonly modelSha256: string;
  readonly images: number;
  /** samples left out: no labels, or labels that give no measure */
  readonly withoutLabels: number;
  /** labelled faces for which the model gave nothing; failures in SR, AUC, FR and the curve, left out of means */
  readonly withoutFace: number;
  /** where the mean-shape row's shape comes from; `in-sample` flatters it */
  readonly meanShapeSource: 'model card' | 'train split' | 'in-sample';
  /** absent in runs from before there was a leak gate */
  readonly overlap?: OverlapRecord;
}

/** ME, Std, median in reference-crop px; sr20, sr10 as shares 0–1. */
export interface ErrorTotals {
  readonly me: number;
  readonly std: number;
  readonly median: number;
  readonly sr20: number;
  readonly sr10: number;
}

/** Percent, each a mean over images; null where the landmarks that it is measured by are not labelled. */
export interface NormalisedTotals {
  readonly nmeInterOcular: number;
  readonly nmeInterPupil: number | null;
  readonly nmeBox: number;
  readonly nmeDiagonal: number | null;
  /** of the inter-ocular NME, up to 8 % */
  readonly auc8: number;
  readonly fr8: number;
}

/** Mean error by part of the face, reference-crop px. */
export interface RegionTotals {
  readonly regions: Readonly<Record<string, number | null>>;
  /** landmarks 17–67: without the jaw, which sets label by two conventions */
  readonly innerFace: number | null;
}

/** What a constant face would have had. Runs from before they were kept lack all but the first six. */
export type MeanShapeTotals = ErrorTotals &
  Pick<NormalisedTotals, 'nmeInterOcular'> &
  Partial<Omit<NormalisedTotals, 'nmeInterOcular'> & RegionTotals> & {
    /** mean error by yaw bin, in the order of the report's bins */
    readonly yaw?: readonly number[];
  };

/** Images that share a word: a split, a kind, a tag. */
export interface GroupTotals extends ErrorTotals {
  readonly value: string;
  readonly images: number;
  readonly nmeInterOcular: number;
  readonly meanShapeMe: number;
}

/** 95 % bootstrap intervals over images, units as the totals themselves. */
export interface TotalIntervals {
  readonly level: number;
  readonly replicates: number;
  readonly seed: number;
  readonly me: Interval;
  readonly std: Interval;
  readonly median: Interval;
  readonly sr20: Interval;
  readonly sr10: Interval;
  readonly nmeInterOcular: Interval;
  readonly nmeInterPupil: Interval | null;
  readonly nmeBox: Interval;
  readonly nmeDiagonal: Interval | null;
  readonly auc8: Interval;
  readonly fr8: Interval;
  readonly meanShapeMe: Interval;
}

/** Totals over images; NME, AUC, FR in percent. The command line prints exactly this. */
export interface EvaluationReport extends ErrorTotals, NormalisedTotals, RegionTotals {
  readonly images: number;
  /** AFLW2000-3D's bins of |yaw|; null where no sample has a pose */
  readonly yaw: {
    readonly bins: readonly {
      readonly bin: string;
      readonly images: number;
      readonly me: number;
      readonly nmeBox: number;
    }[];
    /** unweighted mean of the bins that have images, and their population Std */
    readonly meanOfBins: number;
    readonly stdOfBins: number;
  } | null;
  /** points within 5 and 10 % of the interocular distance, percent of all points */
  readonly pck5: number | null;
  readonly pck10: number | null;
  /** mean object keypoint similarity, 0–1 */
  readonly oks: number | null;
  /** in space after similarity alignment, percent of √(w·h); null where set or model has no depth */
  readonly aligned3d: { readonly images: number; readonly depth: number; readonly distance: number } | null;
  /** [68] by landmark, reference-crop px: mean error, and mean offset to the right and down; null where never annotated */
  readonly landmarks: {
    readonly error: readonly (number | null)[];
    readonly dx: readonly (number | null)[];
    readonly dy: readonly (number | null)[];
  } | null;
  /** as the samples were when the run was made */
  readonly groups: {
    readonly split: readonly GroupTotals[];
    readonly kind: readonly GroupTotals[];
    readonly tag: readonly GroupTotals[];
  } | null;
  readonly intervals: TotalIntervals | null;
  readonly meanShape: MeanShapeTotals;
  readonly msPerFace: number;
  readonly card: MetricCard;
}

export interface EvaluationSummary {
  readonly id: string;
  readonly modelId: string;
  readonly modelTitle: string;
  readonly datasetId: string;
  readonly datasetName: string;
  readonly split: string;
  readonly selection: Selection | null;
  readonly crop: 'ground-truth' | 'detector';
  readonly createdAt: string;
  readonly report: EvaluationReport;
}

/** One image of a run, as it was scored: labels of the pinned version, the prediction of that time. */
export interface EvaluationImage {
  readonly sampleId: string;
  readonly datasetId: string;
  readonly name: string;
  readonly error: number;
  readonly nmeInterOcular: number;
  readonly nmeBox: number;
  readonly view: { readonly x: number; readonly y: number; readonly size: number };
  readonly groundTruth: Outline;
  readonly prediction: Outline | null;
  /** the labels have been edited since this run */
  readonly stale: boolean;
}

/** A run beside the labels as they are now. */
export interface LiveTotals {
  readonly images: number;
  /** as scored, reference-crop px */
  readonly me: number;
  /** images whose labels have been edited since, with their error then and now, reference-crop px */
  readonly edited: readonly { readonly sampleId: string; readonly scored: number; readonly now: number }[];
}
