import { z } from 'zod';
import { datasetNameSchema } from './common';
import { storeFacesSchema } from './prediction';

/** A frame of the live page to keep: this as JSON in the form's field `capture`, the picture itself in `image`. */
export const captureSchema = storeFacesSchema.extend({
  /** made when it is new */
  dataset: datasetNameSchema,
  /** what the frame is of, and when: becomes the sample's name */
  name: z
    .string()
    .trim()
    .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._()+-]{0,79}$/u, 'expected 1–80 letters, digits, spaces, dots, dashes'),
});
export type Capture = z.infer<typeof captureSchema>;

export interface KeptCapture {
  readonly datasetId: string;
  readonly dataset: string;
  /** one a face; the one without labels where there was none */
  readonly samples: readonly string[];
}
