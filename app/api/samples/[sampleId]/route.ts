import { removeSamples } from '@/lib/server/remove-samples';
import { getSample } from '@/lib/server/samples';
import { notFound } from '@/lib/server/user-error';
import { handle } from '../../handle';

export const GET = handle(async (_, { sampleId }) => {
  const sample = await getSample(sampleId);
  if (!sample) throw notFound('sample', sampleId);
  return sample;
});

/** For good: its picture too, where no other sample shows it. */
export const DELETE = handle((_, { sampleId }) => removeSamples([sampleId]));
