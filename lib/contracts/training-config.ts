import { z } from 'zod';
import { SPLITS } from '@/lib/datasets/sample';

/** 0 leaves a set out of training: it is only measured */
const share = z.number().min(0).max(1);

/** Which loss pulls the landmarks, models/losses.ts; crop px. */
export const lossSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('mse') }),
  z.object({ kind: z.literal('l2') }),
  z.object({ kind: z.literal('wing'), width: z.number().positive(), curvature: z.number().positive() }),
]);

/** What of a set is kept from training and measured instead: a split of its own, or whole photos and persons of the rest. */
const validationSchema = z.union([
  z.object({ split: z.enum(SPLITS) }),
  /** 1: the whole set is measured and nothing of it trained on */
  z.object({ share: z.number().gt(0).max(1) }),
  z.object({ count: z.number().int().positive() }),
]);

const datasetEntrySchema = z.object({
  /** a dataset's name, or a name in `folders` of the recorded command */
  dataset: z.string().min(1),
  /** splits to train on; null takes every sample that is not held out */
  splits: z.array(z.enum(SPLITS)).min(1).nullable().default(null),
  /** part of the mix, 0–1; every set has one or none has */
  share: share.nullable().default(null),
  /** at most this many of its images, a seeded choice: for learning how many labels are enough; null takes all */
  limit: z.number().int().positive().nullable().default(null),
  /** times each image comes in an epoch, for mixes without shares; 0 leaves the set out of training */
  repeat: z.number().min(0).max(1000).default(1),
  validation: validationSchema.nullable().default(null),
});

/** The settings of a training run: with the same data they give the same weights. */
export const trainingConfigSchema = z.strictObject({
  /** id of the model the run makes */
  model: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/),
  title: z.string().min(1),
  architecture: z.enum(['full', 'shallow']),
  seed: z.number().int().min(0).max(0xffffffff).default(1),
  data: z.array(datasetEntrySchema).min(1),
  /** a split set aside for validation may hold images that are trained on too; they are left out of the measurement */
  allowOverlap: z.boolean().default(false),
  /** samples of an epoch for mixes by share; null takes as many as the sets have */
  images: z.number().int().positive().nullable().default(null),
  loss: lossSchema.default({ kind: 'wing', width: 10, curvature: 2 }),
  /** weight of the depth loss beside that of x and y; 0 leaves z untrained */
  depthWeight: z.number().nonnegative().default(0.5),
  /** weight of the confidence loss; 0 leaves it untrained */
  confidenceWeight: z.number().nonnegative().default(2),
  /** crops without a face or with half of one, from which confidence learns */
  negatives: z.number().min(0).max(0.5).default(0.1),
  /** side of the crop over the longer side of the landmarks' tight box */
  margin: z.number().min(1).max(2).default(1.4),
  /** how far pose and picture are disturbed: 0 none, 1 as for the shipped weights */
  augmentation: z.number().min(0).max(2).default(1),
  /** the same at the end of the run, reached on a straight line over its second half; null: as at the start */
  finalAugmentation: z.number().min(0).max(2).nullable().default(null),
  /** how far crops are from the true box: 0 none, 1 as for the shipped weights */
  jitter: z.number().min(0).max(2).default(1),
  /** where a set has no depth, fit a mean 3D face to its landmarks (models/training/depth-prior.ts) */
  fitDepth: z.boolean().default(true),
  /** a model to start from instead of random weights; the full one loses blocks on the way to the shallow one */
  startFrom: z.string().min(1).nullable().default(null),
  /** a model already trained, and how far its answer replaces the label as the target; the caller brings its weights */
  teacher: z
    .object({ model: z.string().min(1), share: z.number().gt(0).max(1) })
    .nullable()
    .default(null),
  steps: z.number().int().positive(),
  /** images a step, over all workers */
  batch: z.number().int().min(2).max(256).default(16),
  /** replicas of the network, each with its share of the batch and its own batch statistics */
  workers: z.number().int().min(1).max(16).default(2),
  learningRate: z.number().positive().max(1).default(2e-3),
  /** learning rate at the end of the cosine, as a share of the highest */
  finalRate: z.number().min(0).max(1).default(0.01),
  warmupSteps: z.number().int().nonnegative().default(200),
  /** steps of the linear descent when a run is asked to finish early */
  coolDownSteps: z.number().int().nonnegative().default(500),
  weightDecay: z.number().nonnegative().max(1).default(0.01),
  clipNorm: z.number().positive().default(20),
  averageDecay: z.number().min(0).max(0.99999).default(0.999),
  /** steps between two validations; null: an epoch */
  validateEvery: z.number().int().positive().nullable().default(null),
  /** seconds between two checkpoints */
  checkpointSeconds: z.number().positive().default(60),
});
export type TrainingConfig = z.infer<typeof trainingConfigSchema>;
export type TrainingConfigInput = z.input<typeof trainingConfigSchema>;

/** What validation says of one set, errors in the reference crop as everywhere (METRICS "The evaluation frame"). */
export interface ValidationResult {
  readonly images: number;
  /** the training loss on these images, x and y only */
  readonly loss: number;
  readonly me: number;
  readonly std: number;
  /** shares, 0–1 */
  readonly sr20: number;
  readonly sr10: number;
  /** percent */
  readonly nmeInterOcular: number;
  /** ME of the training set's mean shape; the weights must beat it */
  readonly meanShapeMe: number | null;
}

export interface TrainingLosses {
  readonly landmarks: number;
  readonly depth: number;
  readonly confidence: number;
}

/** Points of the curves, written to curves.json beside the checkpoint. */
export interface TrainingCurves {
  /** means since the point before */
  readonly training: readonly (TrainingLosses & { readonly step: number; readonly learningRate: number })[];
  readonly validation: readonly { readonly step: number; readonly sets: Readonly<Record<string, ValidationResult>> }[];
}

/** Told every second or so, and after each validation. */
export interface TrainingProgress {
  readonly step: number;
  readonly steps: number;
  readonly epoch: number;
  readonly imagesPerSecond: number;
  readonly secondsLeft: number;
  readonly learningRate: number;
  readonly losses: TrainingLosses;
  /** set by set, in the event that follows a validation; else null */
  readonly validation: Readonly<Record<string, ValidationResult>> | null;
}
