import 'server-only';
import type { InputSpec } from '@/lib/contracts/model-card';
import { hash32 } from '@/lib/random';
import { database } from './database';
import { notFound } from './user-error';

/** Names what a crop is cut from and how, so that a browser need not fetch twice what has not changed. */
export const cropTag = (revision: number, input: InputSpec): string =>
  `"r${revision}-${hash32(JSON.stringify(input)).toString(16)}"`;

/** The tag of the crop that a sample's newest labels give, without cutting it. */
export async function currentCropTag(sampleId: string, input: InputSpec): Promise<string> {
  const sample = await database().sample.findUnique({ where: { id: sampleId }, select: { revision: true } });
  if (!sample) throw notFound('sample', sampleId);
  return cropTag(sample.revision, input);
}
