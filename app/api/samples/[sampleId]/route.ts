import { getSample } from '@/lib/server/samples';
import { notFound } from '@/lib/server/user-error';
import { handle } from '../../handle';

export const GET = handle(async (_, { sampleId }) => {
  const sample = await getSample(sampleId);
  if (!sample) throw notFound('sample', sampleId);
  return sample;
});
