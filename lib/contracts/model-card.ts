import { z } from 'zod';

/** How an image becomes network input. Applied from the card, so that a model with another preparation works unchanged. */
export const inputSpecSchema = z.object({
  /** side of the square input, px */
  size: z.literal(192),
  crop: z.discriminatedUnion('shape', [
    z.object({ shape: z.literal('reference') }),
    z.object({ shape: z.literal('square'), margin: z.number().min(1).max(4) }),
  ]),
  antialias: z.boolean(),
  padding: z.enum(['zero', 'edge']),
  /** network value = pixel · scale + offset; raw 0–255 is 1 and 0, [−1, 1] is 1/127.5 and −1 */
  scale: z.number(),
  offset: z.number(),
  /** every crop is seen a second time, mirrored, and both answers are averaged: finer, at twice the time */
  mirrorAverage: z.boolean().optional(),
});
export type InputSpec = z.infer<typeof inputSpecSchema>;

/** How the 204 outputs become landmarks. */
export const outputSpecSchema = z.object({
  /** `planar`: 68 x, 68 y, 68 z (the report's checkpoint); `interleaved`: x y z a landmark */
  layout: z.enum(['planar', 'interleaved']),
  /** crop px = output · scale + offset */
  scale: z.number(),
  offset: z.number(),
  /** whether z was trained; if not, it is not shown */
  depth: z.boolean(),
  /** whether the confidence output was trained (a logit, turned into 0–1 by a sigmoid); if not, it is not shown */
  confidence: z.boolean(),
});
export type OutputSpec = z.infer<typeof outputSpecSchema>;

export const modelCardSchema = z.object({
  id: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/),
  title: z.string(),
  /** `external`: predictions of another tool; there are no weights */
  architecture: z.enum(['full', 'shallow', 'external']),
  parameters: z.number().int(),
  input: inputSpecSchema,
  output: outputSpecSchema,
  /** where the weights come from, in a sentence */
  provenance: z.string(),
  licence: z.string(),
  intendedUse: z.string(),
  limits: z.string(),
  /** datasets trained on, with counts and licences; empty when unknown */
  data: z.array(z.object({ dataset: z.string(), images: z.number().int(), licence: z.string() })),
  /**
   * Fingerprints of the images trained on, in a file beside the card (lib/datasets/trained-on): what lets an evaluation
   * find them again in its test set. Absent: nobody knows what the model was trained on.
   */
  trainedOn: z
    .object({
      file: z.literal('trained-on.bin'),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      images: z.number().int().nonnegative(),
      /** false: what some model that this one builds on was trained on is not known */
      complete: z.boolean(),
    })
    .optional(),
  /** sha-256 of weights.bin */
  weightsSha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** mean of the training labels in the reference crop, [68][x, y] px; null when unknown */
  meanShape: z
    .array(z.tuple([z.number(), z.number()]))
    .length(68)
    .nullable(),
  /** settings, seed, commit and times of the training run; free-form, null for an imported model */
  training: z.record(z.string(), z.unknown()).nullable(),
  /** measured results by set; each is what `landmarks evaluate --json` prints */
  metrics: z.record(z.string(), z.record(z.string(), z.unknown())),
});
export type ModelCard = z.infer<typeof modelCardSchema>;

/** Names, shapes and places of the tensors in weights.bin (float32 or float16, little endian). */
export const weightsManifestSchema = z.object({
  dtype: z.enum(['float32', 'float16']),
  tensors: z.array(
    z.object({
      name: z.string(),
      shape: z.array(z.number().int().positive()),
      /** in bytes */
      offset: z.number().int().nonnegative(),
      /** in elements */
      length: z.number().int().positive(),
    }),
  ),
});
export type WeightsManifest = z.infer<typeof weightsManifestSchema>;
