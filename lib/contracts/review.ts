import { z } from 'zod';

/** Where a sample stands in the review; the last three are decisions. */
export const REVIEW_STATES = ['unreviewed', 'to-fix', 'fixed', 'approved', 'ambiguous'] as const;
export const reviewStateSchema = z.enum(REVIEW_STATES);
export type ReviewState = z.infer<typeof reviewStateSchema>;

/** States that still ask for somebody's work. */
export const OPEN_STATES: readonly ReviewState[] = ['unreviewed', 'to-fix'];

/** Whose mistake a large error is. */
export const VERDICTS = ['label-error', 'model-error', 'ambiguous'] as const;
export const verdictSchema = z.enum(VERDICTS);
export type Verdict = z.infer<typeof verdictSchema>;

/** What a person decides about a sample: what is absent stays as it is, a verdict of null is taken back. */
export const reviewChangeSchema = z
  .object({ state: reviewStateSchema.optional(), verdict: verdictSchema.nullable().optional() })
  .refine(({ state, verdict }) => state !== undefined || verdict !== undefined, 'expected a state or a verdict');
export type ReviewChange = z.infer<typeof reviewChangeSchema>;

/** A word about a sample; always in lower case, so that one word is one tag. */
export const tagSchema = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,39}$/u, 'expected 1–40 letters, digits, spaces, dots, dashes');

export interface TagCount {
  readonly tag: string;
  readonly count: number;
}

/** A remark on one landmark. */
export interface LandmarkNote {
  /** 0-based index in the sample's scheme */
  readonly landmark: number;
  readonly text: string;
  readonly author: string;
  readonly createdAt: string;
}

export const saveNoteSchema = z.object({
  text: z.string().trim().min(1, 'expected a text').max(500),
  author: z.string().trim().min(1).max(80).default('local'),
});
