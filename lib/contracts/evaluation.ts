import { z } from 'zod';
import type { Overlap } from '@/lib/datasets/overlap';
import { cropSourceSchema, idSchema, modelIdSchema } from './common';

export const evaluationSplitSchema = z.enum(['train', 'val', 'test', 'none', 'all']);
export type EvaluationSplit = z.infer<typeof evaluationSplitSchema>;

export const createEvaluationSchema = z.object({
  model: modelIdSchema,
  dataset: idSchema,
  split: evaluationSplitSchema,
  crop: cropSourceSchema.default('ground-truth'),
  /** measure although the model was trained on some of these images; the card says on how many */
  allowOverlap: z.boolean().optional(),
});

/** Images of the test set that the model was trained on; `unknown` where its folder does not say what it was trained on. */
export type OverlapRecord = Overlap | 'unknown';

/** What a number is of. Results whose cards differ do not belong in one table unmarked. */
export interface MetricCard {
  readonly frame: 'reference-crop 192 px';
  readonly points: 'ibug-68';
  readonly normalisers: readonly ['inter-ocular (outer eye corners 36–45)', 'box √(w·h) of the ground-truth points'];
  readonly std: 'population (ddof = 0)';
  readonly thresholds: { readonly sr: readonly [20, 10]; readonly aucPercent: 8 };
  readonly dataset: string;
  readonly split: string;
  readonly labelVersion: string;
  readonly cropSource: 'ground-truth' | 'detector';
  readonly model: string;
  readonly modelSha256: string;
  readonly images: number;
  /** samples left out: no labels, or no face found by the detector */
  readonly withoutLabels: number;
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

/** Totals over images; NME, AUC, FR in percent. The command line prints exactly this. */
export interface EvaluationReport extends ErrorTotals {
  readonly images: number;
  readonly nmeInterOcular: number;
  readonly nmeBox: number;
  readonly auc8: number;
  readonly fr8: number;
  /** mean error by region, reference-crop px */
  readonly regions: Readonly<Record<string, number | null>>;
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
  readonly meanShape: ErrorTotals & { readonly nmeInterOcular: number };
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
  readonly crop: 'ground-truth' | 'detector';
  readonly createdAt: string;
  readonly report: EvaluationReport;
}

/** One image of a run, worst first. */
export interface EvaluationImage {
  readonly sampleId: string;
  readonly datasetId: string;
  readonly name: string;
  readonly error: number;
  readonly nmeInterOcular: number;
  readonly nmeBox: number;
  readonly view: { readonly x: number; readonly y: number; readonly size: number };
  readonly groundTruth: readonly number[];
  readonly prediction: readonly number[] | null;
  /** the labels have been edited since this run */
  readonly stale: boolean;
}
