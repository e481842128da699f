import { z } from 'zod';
import { checkFaceLimits, type FaceLimits } from '@/lib/synthesis/face-limits';
import { JAW_CONVENTIONS } from '@/lib/synthesis/jaw';
import type { FaceParameters } from '@/lib/synthesis/parameter-ranges';
import { SET_RANGES } from '@/lib/synthesis/set-ranges';
import type { SetReport } from '@/lib/synthesis/set-report';
import { datasetNameSchema, idSchema } from './common';

const whole = ({ min, max }: { min: number; max: number }) =>
  z
    .number({ error: `expected a whole number ${min} to ${max}` })
    .refine((value) => Number.isInteger(value) && value >= min && value <= max, {
      error: ({ input }) => `expected a whole number ${min} to ${max}, found ${input}`,
    });

/** The refusal names the parameter, its range and what was found. */
export const faceLimitsSchema = z.unknown().transform((value, context): FaceLimits => {
  try {
    return checkFaceLimits(value);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    context.addIssue({ code: 'custom', message: error.message });
    return z.NEVER;
  }
});

const percent = z.number().int().min(0).max(100);

/** Percent of a set's faces in each split. */
export const splitSharesSchema = z
  .strictObject({ train: percent, val: percent, test: percent })
  .refine(({ train, val, test }) => train + val + test === 100, {
    error: ({ input }) => {
      const { train, val, test } = input as SplitShares;
      return `expected train, val and test to add up to 100 %, found ${train} + ${val} + ${test}`;
    },
  });
export interface SplitShares {
  readonly train: number;
  readonly val: number;
  readonly test: number;
}

export const generateSetSchema = z.strictObject({
  /** made when it is new, added to when it stands */
  dataset: datasetNameSchema,
  count: whole(SET_RANGES.count),
  size: whole(SET_RANGES.size).default(256),
  seed: whole(SET_RANGES.seed),
  jaw: z.enum(JAW_CONVENTIONS).default('projected'),
  splits: splitSharesSchema.default({ train: 80, val: 10, test: 10 }),
  limits: faceLimitsSchema.default({}),
  /** generated samples to make others like */
  like: z
    .strictObject({
      samples: z.array(idSchema).min(SET_RANGES.examples.min).max(SET_RANGES.examples.max),
      spread: z.number().min(0).max(1),
    })
    .optional(),
});
export type GenerateSet = z.infer<typeof generateSetSchema>;

/** A set that was begun and not finished. */
export interface UnfinishedSet {
  readonly datasetId: string;
  readonly datasetName: string;
  readonly runId: string;
  readonly count: number;
  /** faces that stand already */
  readonly made: number;
  readonly seed: number;
  readonly size: number;
  /** why it stopped, where it failed */
  readonly reason: string | null;
}

/** What the job of a set answers. */
export interface GeneratedSet {
  readonly dataset: string;
  readonly datasetId: string;
  /** faces that this run has made */
  readonly made: number;
  /** faces of it that stood already */
  readonly kept: number;
  /** faces that no set can hold, such as those that the camera's limits put outside the picture */
  readonly leftOut: number;
  /** why the first of them */
  readonly reason: string | null;
}

export interface DatasetReport {
  readonly samples: number;
  /** null when none of them was generated here */
  readonly report: SetReport | null;
}

/** Faces that others are to be made like. */
export interface LikeFaces {
  /** those that were generated here: they are varied */
  readonly examples: readonly FaceParameters[];
  /** what the landmarks of the others tell, where none was generated here */
  readonly estimated: {
    readonly faces: number;
    readonly limits: FaceLimits;
  } | null;
}
