import { type TrainingConfig, trainingConfigSchema } from '@/lib/contracts/training-config';
import { TrainingError } from './training-set';

/** @throws TrainingError that names the first setting that is wrong */
export function parseConfig(input: unknown): TrainingConfig {
  const parsed = trainingConfigSchema.safeParse(input);
  if (!parsed.success) {
    const [{ path: place, message }] = parsed.error.issues;
    throw new TrainingError(`training: config: ${place.join('.') || 'settings'}: ${message}`);
  }
  return parsed.data;
}
