import { z } from 'zod';

const spread = z.object({ mean: z.number(), std: z.number() });

/** Milliseconds a face of both networks, one at a time, on the machine that made the report; timing.json. */
export const timingSchema = z.object({
  /** processor, runtime, backend */
  machine: z.string(),
  faces: z.number(),
  full: spread,
  shallow: spread,
});
export type Timing = z.infer<typeof timingSchema>;
