import { z } from 'zod';
import { sampleTargetSchema } from './bulk';

export const prepareExportSchema = z.object({
  target: sampleTargetSchema,
  /** id of a format */
  format: z.string().max(64),
  images: z.boolean(),
});

/** An export that can be fetched, once it is known that there is something to fetch. */
export interface PreparedExport {
  /** answers with the .zip */
  readonly url: string;
  /** labelled samples that it holds */
  readonly samples: number;
  readonly datasets: readonly string[];
}
