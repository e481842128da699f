import { z } from 'zod';
import { trainingConfigSchema } from '@/lib/contracts/training-config';

/** Errors of one test set, one number an image, in the order of `images` in tests.json. */
const testResultSchema = z.object({
  /** mean error in the reference crop, px */
  error: z.array(z.number()),
  /** the same without the jaw, whose convention differs between sets */
  inner: z.array(z.number()),
  /** percent of the inter-ocular distance */
  nme: z.array(z.number()),
});

/** What is kept of one training of a plan: enough to compute every table again, and no image. */
export const runResultSchema = z.object({
  plan: z.string(),
  run: z.string(),
  seed: z.number(),
  /** of the sources, null where they are under no version control */
  commit: z.string().nullable(),
  finishedAt: z.string(),
  /** with the defaults of settings that are younger than the result */
  config: trainingConfigSchema,
  steps: z.number(),
  /** of the whole training, this run's share of a machine that may have done other work */
  seconds: z.number(),
  parameters: z.number(),
  weightBytes: z.number(),
  curves: z.object({
    training: z.array(z.object({ step: z.number(), loss: z.number() })),
    validation: z.array(z.object({ step: z.number(), me: z.record(z.string(), z.number()) })),
  }),
  tests: z.record(z.string(), testResultSchema),
});
export type RunResult = z.infer<typeof runResultSchema>;
export type TestResult = z.infer<typeof testResultSchema>;

/** The images that every run of a plan is measured on, and what a constant face does on them. */
export const testImagesSchema = z.object({
  plan: z.string(),
  sets: z.record(
    z.string(),
    z.object({
      images: z.array(z.string()),
      /** of the mean shape of all training labels of the plan */
      meanShape: testResultSchema,
    }),
  ),
});
export type TestImages = z.infer<typeof testImagesSchema>;

/** Three decimals keep a thousandth of a pixel. */
export const rounded = (values: readonly number[]): number[] => values.map((value) => Math.round(value * 1000) / 1000);
