import { z } from 'zod';

/** Which plan of the project is to be performed, or gone on with. */
export const performPlanSchema = z.object({ plan: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,47}$/) });
export type PerformPlan = z.infer<typeof performPlanSchema>;
