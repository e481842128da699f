import { z } from 'zod';

export const idSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'expected an id');
export const modelIdSchema = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, 'expected a model id');
export const datasetNameSchema = z
  .string()
  .trim()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._+-]{0,63}$/u, 'expected 1–64 letters, digits, spaces, dots, dashes');
export const kindSchema = z.enum(['synthetic', 'real']);
/** `none`: a sample that belongs to no split */
export const splitSchema = z.enum(['train', 'val', 'test', 'none']);
export type SampleSplit = z.infer<typeof splitSchema>;
/** Where the face box of a crop comes from. */
export const cropSourceSchema = z.enum(['ground-truth', 'detector']);
export type CropSource = z.infer<typeof cropSourceSchema>;

/** Body of every refused request. */
export interface ApiError {
  /** one line: what happened, to what, what to do */
  readonly error: string;
}
