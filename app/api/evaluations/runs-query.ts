import { z } from 'zod';
import { idSchema } from '@/lib/contracts/common';

/** `runs=a,b`: the first is what the others are measured against. */
export const runsSchema = z
  .string()
  .transform((text) => text.split(',').filter(Boolean))
  .pipe(z.array(idSchema).min(1));
