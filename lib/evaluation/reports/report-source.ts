import type { Comparison } from '@/lib/contracts/comparison';
import type { EvaluationSummary } from '@/lib/contracts/evaluation';
import type { Outline } from '@/lib/landmarks/outline';
import type { MeanShape } from '@/lib/metrics/mean-shape';
import type { ResultColumns } from '../result-columns';

/** One image as a report may show it, when somebody has asked for images. */
export interface ReportImage {
  readonly name: string;
  /** reference-crop px */
  readonly error: number;
  /** data: URI of the face */
  readonly picture: string;
  /** the square of the image that the picture shows, image px */
  readonly view: { readonly x: number; readonly y: number; readonly size: number };
  readonly groundTruth: Outline;
  readonly prediction: Outline | null;
}

export interface ReportRun {
  readonly run: EvaluationSummary;
  readonly columns: ResultColumns;
  /** names of the images, in the order of the columns */
  readonly names: readonly string[];
  /** what landmarks are drawn on */
  readonly shape: MeanShape;
  /** trainable parameters and bytes on disk; null where the weights are not known */
  readonly parameters: number | null;
  readonly weightBytes: number | null;
  /** null: not asked for. Faces leave the machine only where somebody says so */
  readonly images: {
    readonly worst: readonly ReportImage[];
    readonly median: readonly ReportImage[];
    readonly best: readonly ReportImage[];
  } | null;
}

/** A run, or several side by side. */
export interface ReportSource {
  readonly runs: readonly ReportRun[];
  /** of several; null for one */
  readonly comparison: Comparison | null;
}

export const REPORT_FORMATS = ['html', 'md', 'tex', 'json'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];
