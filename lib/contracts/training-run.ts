import { z } from 'zod';
import type { DatasetKind } from '@/lib/datasets/sample';
import type { LabelledCounts } from '@/lib/datasets/training-parts';
import type { TrainingConfig, TrainingCurves, TrainingLosses } from './training-config';

/**
 * `queued`: waits for its turn, also after the server was restarted; `stopped`: by a person, to be resumed;
 * `failed`: the message says why.
 */
export const TRAINING_STATES = ['queued', 'running', 'stopped', 'done', 'failed'] as const;
export type TrainingState = (typeof TRAINING_STATES)[number];

/** A run of the queue; `/api/events` sends one as `training` at each change, and twice a second while it trains. */
export interface TrainingRunInfo {
  /** of the model it makes */
  readonly id: string;
  readonly title: string;
  readonly config: TrainingConfig;
  readonly state: TrainingState;
  readonly message: string;
  readonly step: number;
  readonly imagesPerSecond: number | null;
  readonly secondsLeft: number | null;
  readonly createdAt: string;
  /** place in the queue: the earliest is next */
  readonly queuedAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  /** of the process at work; null without one, and until it has read its images */
  readonly live: TrainingLive | null;
  /** its process still writes the checkpoint */
  readonly isEnding: boolean;
  /** of the tab it trains or was last trained in; null: it is the server's */
  readonly gpu: string | null;
}

export interface TrainingLive {
  /** where it ends: sooner than the config says once it was asked to finish early */
  readonly steps: number;
  readonly epoch: number;
  readonly learningRate: number;
  readonly losses: TrainingLosses;
  /** the learning rate is being brought down to end the run early */
  readonly isFinishing: boolean;
  /** points of both curves that can be had */
  readonly curvePoints: number;
}

/** What the last validation said, set by set; null before the first. */
export type LastValidation = TrainingCurves['validation'][number] | null;

/** A run with its last results, for lists. */
export interface TrainingRunSummary extends TrainingRunInfo {
  readonly last: LastValidation;
  /** whether the workbench has its model */
  readonly hasModel: boolean;
}

/** Only the points of each curve after these steps. */
export const curvesQuerySchema = z.object({
  training: z.coerce.number().int().nonnegative().default(0),
  validation: z.coerce.number().int().nonnegative().default(0),
});
export type CurvesQuery = z.infer<typeof curvesQuerySchema>;

export const resumeTrainingSchema = z.object({
  /** throws the checkpoint away first */
  fromStart: z.boolean().default(false),
});

/** The speed of training that this machine was last measured at. */
export interface MeasuredSpeed {
  readonly imagesPerSecond: number;
  readonly architecture: TrainingConfig['architecture'];
  readonly workers: number;
}

/** What a run can be put together from. */
export interface TrainingChoices {
  readonly sets: readonly {
    readonly id: string;
    readonly name: string;
    readonly kind: DatasetKind;
    readonly counts: LabelledCounts;
  }[];
  readonly models: readonly {
    readonly id: string;
    readonly title: string;
    readonly architecture: TrainingConfig['architecture'];
    /** of crops with which a run can use it; null where none would do */
    readonly margin: number | null;
  }[];
  /** null: nothing was trained here yet */
  readonly speed: MeasuredSpeed | null;
  /** the same in a browser's tab, with the name of its GPU */
  readonly gpuSpeed: (MeasuredSpeed & { readonly gpu: string }) | null;
  readonly cores: number;
}
