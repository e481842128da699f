import { z } from 'zod';
import type { DatasetKind, Split } from '@/lib/datasets/sample';
import { trainingConfigSchema } from './training-config';

/** Names one stretch of a run in a tab: the server takes the word of the session at work only. */
const sessionSchema = z.uuid();
export const sessionQuerySchema = z.object({ session: sessionSchema });

/** A tab takes a run over, to train it from its checkpoint. */
export const startTabSchema = z.object({
  session: sessionSchema,
  /** the GPU's name, for people */
  gpu: z.string().trim().min(1).max(200),
});
export type StartTab = z.infer<typeof startTabSchema>;

/** A new run that is to train in a tab. */
export const createInTabSchema = startTabSchema.extend({ config: trainingConfigSchema });
export type CreateInTab = z.infer<typeof createInTabSchema>;

const count = z.number().int().nonnegative();
const lossesShape = { landmarks: z.number(), depth: z.number(), confidence: z.number() };
/** null: of no image that could be measured */
const measured = z.number().nullable();
const resultSchema = z.object({
  images: count,
  loss: measured,
  me: measured,
  std: measured,
  sr20: measured,
  sr10: measured,
  nmeInterOcular: measured,
  meanShapeMe: measured,
});
const resultsSchema = z.record(z.string(), resultSchema);

/** TrainingProgress; null: nothing new, the tab is still at work. */
export const tabProgressSchema = z
  .object({
    step: count,
    steps: count,
    epoch: z.number(),
    imagesPerSecond: z.number(),
    secondsLeft: z.number(),
    learningRate: z.number(),
    losses: z.object(lossesShape),
    validation: resultsSchema.nullable(),
    curvePoints: count,
  })
  .nullable();

/** TrainingCurves */
export const curvesSchema = z.object({
  training: z.array(z.object({ step: count, learningRate: z.number(), ...lossesShape })),
  validation: z.array(z.object({ step: count, sets: resultsSchema })),
});

/** TrainingSamples */
export const samplesSchema = z.object({
  step: count,
  faces: z.array(
    z.object({
      set: z.string(),
      name: z.string(),
      groundTruth: z.array(z.number()),
      prediction: z.array(z.number()),
      error: z.number().nullable(),
    }),
  ),
});

/** What a person wants of a run that trains in a tab. */
export type TabWish = 'stop' | 'finish';

/** The server's answer to every progress. */
export interface TabAnswer {
  readonly wish: TabWish | null;
}

/** How a session came to its end. */
export const endTabSchema = z.object({
  ended: z.enum(['done', 'finished-early', 'stopped', 'failed']),
  /** null: nothing newer than the last checkpoint */
  step: count.nullable(),
  imagesPerSecond: z.number().nullable(),
  /** of a failure, in one line; of a stop that nobody asked for */
  reason: z.string().max(2000),
});
export type EndTab = z.infer<typeof endTabSchema>;

export const trainingSetQuerySchema = z.object({ dataset: z.string().min(1) });

/** What a training run may draw from a dataset; images and labels are fetched one by one. */
export interface TrainingDatasetInfo {
  readonly name: string;
  readonly kind: DatasetKind;
  readonly licence: string;
  /** labelled ones, in the order of their keys */
  readonly samples: readonly {
    readonly id: string;
    /** sha-256 of the image */
    readonly imageId: string;
    readonly key: string;
    readonly person: string | null;
    readonly split: Split | null;
  }[];
}
