import { z } from 'zod';
import { idSchema, splitSchema } from './common';
import { reviewStateSchema, tagSchema, verdictSchema } from './review';
import { sampleQuerySchema } from './sample';

/** Samples by id, or all that match a gallery's query. */
export const sampleTargetSchema = z.union([
  z.object({ ids: z.array(idSchema).max(1_000_000) }),
  z.object({ query: sampleQuerySchema }),
]);
export type SampleTarget = z.infer<typeof sampleTargetSchema>;

/** One thing done to many samples at once. */
export const bulkChangeSchema = z.discriminatedUnion('action', [
  z.object({
    action: z.literal('review'),
    target: sampleTargetSchema,
    state: reviewStateSchema.optional(),
    verdict: verdictSchema.nullable().optional(),
  }),
  z.object({ action: z.literal('split'), target: sampleTargetSchema, split: splitSchema }),
  z.object({ action: z.literal('tag'), target: sampleTargetSchema, tag: tagSchema }),
  z.object({ action: z.literal('untag'), target: sampleTargetSchema, tag: tagSchema }),
  z.object({ action: z.literal('delete'), target: sampleTargetSchema }),
  /** takes a deletion back while it still can be */
  z.object({ action: z.literal('restore'), deletion: z.string().regex(/^[0-9a-f]{32}$/, 'expected a deletion') }),
]);
export type BulkChange = z.infer<typeof bulkChangeSchema>;

export interface BulkResult {
  /** samples that are not as they were */
  readonly changed: number;
  /** sent one after the other, they take it back */
  readonly undo: readonly BulkChange[];
}

/** How long a deletion can be taken back, ms. */
export const UNDO_MS = 10_000;
