import { z } from 'zod';
import { SPLITS } from '@/lib/datasets/sample';
import { expected } from './expected';

/** A number that passes; told in the same words by the command line and at the field of the page. */
const number = (what: string, passes: (value: number) => boolean) =>
  z.number(expected(what)).refine(passes, expected(what));
const whole = (least: number, most = Number.POSITIVE_INFINITY) =>
  number(
    `a whole number ${most === Number.POSITIVE_INFINITY ? `from ${least} on` : `${least}–${most}`}`,
    (value) => Number.isInteger(value) && value >= least && value <= most,
  );
const between = (least: number, most: number) =>
  number(`a number ${least}–${most}`, (value) => value >= least && value <= most);
const positive = number('a number above 0', (value) => value > 0);
const notNegative = number('a number from 0 on', (value) => value >= 0);
/** 0 leaves a set out of training: it is only measured */
const share = between(0, 1);
const someShare = number('a share above 0 and up to 1', (value) => value > 0 && value <= 1);

/** Which loss pulls the landmarks, models/losses.ts; crop px. */
export const lossSchema = z.discriminatedUnion(
  'kind',
  [
    z.object({ kind: z.literal('mse') }),
    z.object({ kind: z.literal('l2') }),
    z.object({ kind: z.literal('wing'), width: positive, curvature: positive }),
  ],
  expected('a loss of kind mse, l2 or wing'),
);

/** What of a set is kept from training and measured instead: a split of its own, or whole photos and persons of the rest. */
const validationSchema = z.union(
  [
    z.object({ split: z.enum(SPLITS, expected('train, val or test')) }),
    /** 1: the whole set is measured and nothing of it trained on */
    z.object({ share: someShare }),
    z.object({ count: whole(1) }),
  ],
  expected('a split, a share above 0 and up to 1 or a number of images'),
);

const datasetEntrySchema = z.object({
  /** a dataset's name, or a name in `folders` of the recorded command */
  dataset: z.string(expected('the name of a dataset')).min(1, expected('the name of a dataset')),
  /** splits to train on; null takes every sample that is not held out */
  splits: z
    .array(z.enum(SPLITS, expected('train, val or test')))
    .min(1, expected('at least one split'))
    .nullable()
    .default(null),
  /** part of the mix, 0–1; every set has one or none has */
  share: share.nullable().default(null),
  /** at most this many of its images, a seeded choice: for learning how many labels are enough; null takes all */
  limit: whole(1).nullable().default(null),
  /** times each image comes in an epoch, for mixes without shares; 0 leaves the set out of training */
  repeat: between(0, 1000).default(1),
  validation: validationSchema.nullable().default(null),
});

const NAME = 'a name of 1–64 small letters, digits, dots, dashes and underscores, a letter or digit first';

const settingsSchema = z.strictObject({
  /** id of the model the run makes */
  model: z.string(expected(NAME)).regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, expected(NAME)),
  title: z.string(expected('a title')).min(1, expected('a title')),
  architecture: z.enum(['full', 'shallow'], expected('full or shallow')),
  seed: whole(0, 0xffffffff).default(1),
  data: z.array(datasetEntrySchema, expected('a list of datasets')).min(1, expected('at least one dataset')),
  /** a split set aside for validation may hold images that are trained on too; they are left out of the measurement */
  allowOverlap: z.boolean(expected('true or false')).default(false),
  /** samples of an epoch for mixes by share; null takes as many as the sets have */
  images: whole(1).nullable().default(null),
  loss: lossSchema.default({ kind: 'wing', width: 10, curvature: 2 }),
  /** weight of the depth loss beside that of x and y; 0 leaves z untrained */
  depthWeight: notNegative.default(0.5),
  /** weight of the confidence loss; 0 leaves it untrained */
  confidenceWeight: notNegative.default(2),
  /** crops without a face or with half of one, from which confidence learns */
  negatives: between(0, 0.5).default(0.1),
  /** side of the crop over the longer side of the landmarks' tight box */
  margin: between(1, 2).default(1.4),
  /** how far pose and picture are disturbed: 0 none, 1 as for the shipped weights */
  augmentation: between(0, 2).default(1),
  /** the same at the end of the run, reached on a straight line over its second half; null: as at the start */
  finalAugmentation: between(0, 2).nullable().default(null),
  /** share of mirrored crops at the start; left and right labels change places with them */
  mirrored: between(0, 1).default(0.5),
  /** the same at the end of the run, reached on a straight line over its second half; null: as at the start */
  finalMirrored: between(0, 1).nullable().default(null),
  /** how far crops are from the true box: 0 none, 1 as for the shipped weights */
  jitter: between(0, 2).default(1),
  /** where a set has no depth, fit a mean 3D face to its landmarks (models/training/depth-prior.ts) */
  fitDepth: z.boolean(expected('true or false')).default(true),
  /** a model to start from instead of random weights; the full one loses blocks on the way to the shallow one */
  startFrom: z.string(expected('the id of a model')).min(1, expected('the id of a model')).nullable().default(null),
  /** a model already trained, and how far its answer replaces the label as the target; the caller brings its weights */
  teacher: z
    .object({
      model: z.string(expected('the id of a model')).min(1, expected('the id of a model')),
      share: someShare,
    })
    .nullable()
    .default(null),
  steps: whole(1),
  /** images a step, over all workers */
  batch: whole(2, 256).default(16),
  /** replicas of the network, each with its share of the batch and its own batch statistics */
  workers: whole(1, 16).default(2),
  learningRate: number('a number above 0 and up to 1', (value) => value > 0 && value <= 1).default(2e-3),
  /** learning rate at the end of the cosine, as a share of the highest */
  finalRate: between(0, 1).default(0.01),
  warmupSteps: whole(0).default(200),
  /** steps of the linear descent when a run is asked to finish early */
  coolDownSteps: whole(0).default(500),
  weightDecay: between(0, 1).default(0.01),
  clipNorm: positive.default(20),
  averageDecay: between(0, 0.99999).default(0.999),
  /** steps between two validations; null: an epoch */
  validateEvery: whole(1).nullable().default(null),
  /** seconds between two checkpoints */
  checkpointSeconds: positive.default(60),
});

/** The settings of a training run: with the same data they give the same weights. */
export const trainingConfigSchema = settingsSchema.superRefine(({ batch, workers, data }, { addIssue }) => {
  if (batch % workers !== 0 || batch / workers < 2) {
    const message = `expected at least 2 images for each of ${workers} workers and none left over, found ${batch}`;
    addIssue({ code: 'custom', path: ['batch'], message });
  }
  const shares = data.map((entry) => entry.share);
  const total = shares.reduce<number>((sum, value) => sum + (value ?? 0), 0);
  if (shares.some((value) => value !== null) && (shares.includes(null) || Math.abs(total - 1) > 1e-6)) {
    const found = Number(total.toFixed(6));
    const message = `expected a share for every set, adding up to 1, found ${found} in all`;
    addIssue({ code: 'custom', path: ['data'], message });
  }
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
  /** where the run ends: sooner than the config says once it was asked to finish early */
  readonly steps: number;
  readonly epoch: number;
  readonly imagesPerSecond: number;
  readonly secondsLeft: number;
  readonly learningRate: number;
  readonly losses: TrainingLosses;
  /** set by set, in the event that follows a validation; else null */
  readonly validation: Readonly<Record<string, ValidationResult>> | null;
  /** points of both curves so far: whoever has fewer asks again */
  readonly curvePoints: number;
}

/** How the weights do on a few held-out faces, written at each validation; points in px of the 192-px crop. */
export interface TrainingSamples {
  readonly step: number;
  readonly faces: readonly {
    readonly set: string;
    readonly name: string;
    /** x0, y0, x1, y1 … */
    readonly groundTruth: readonly number[];
    readonly prediction: readonly number[];
    /** mean error in the reference crop, px; null where it cannot be measured */
    readonly error: number | null;
  }[];
}
