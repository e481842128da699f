import { z } from 'zod';

/** Faces that a training run makes for itself: the same numbers give the same bytes on every machine. */
export const generatedSetSchema = z.strictObject({
  count: z.number().int().positive(),
  /** whole number from 0; face 7 is the same face in a set of 10 and of 10,000 */
  seed: z.number().int().nonnegative(),
  jaw: z.enum(['projected', 'outline']).default('projected'),
});
export type GeneratedSet = z.infer<typeof generatedSetSchema>;
