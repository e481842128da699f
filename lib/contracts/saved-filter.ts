import { z } from 'zod';

/** A gallery's view that somebody gave a name. */
export interface SavedFilter {
  readonly id: string;
  readonly name: string;
  /** the view as the API takes it, its datasets among the words */
  readonly query: string;
}

export const saveFilterSchema = z.object({
  name: z.string().trim().min(1, 'expected a name').max(64),
  query: z.string().max(4000),
});
