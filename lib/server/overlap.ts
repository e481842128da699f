import 'server-only';
import type { OverlapRecord } from '@/lib/contracts/evaluation';
import type { ModelInfo } from '@/lib/contracts/model';
import { findOverlap, overlapLine } from '@/lib/datasets/overlap';
import type { Prisma } from '@/prisma/generated/client';
import { readFingerprints } from './fingerprints';
import { readTrainedOn } from './models';
import { LABELLED } from './sample-pages';
import { UserError } from './user-error';

export interface OverlapGate {
  readonly model: ModelInfo;
  /** the samples that are to be measured */
  readonly where: Prisma.SampleWhereInput;
  /** of those only these, by id; absent or null: all */
  readonly among?: ReadonlySet<string> | null;
  /** the same in words: "faces, split test," */
  readonly what: string;
  /** somebody has said that the overlap is known */
  readonly isAllowed: boolean;
}

/** Images among these samples that the model was trained on; null where it is not known what it was trained on. */
async function overlapOf(model: ModelInfo, where: Prisma.SampleWhereInput, among?: ReadonlySet<string> | null) {
  const trainedOn = await readTrainedOn(model);
  if (!trainedOn) return null;
  const labelled = await readFingerprints({ AND: [where, LABELLED] });
  const samples = among ? labelled.filter(({ id }) => among.has(id)) : labelled;
  const tested = samples.map(({ name, imageId, fingerprint }) => ({ name, contentHash: imageId, fingerprint }));
  return { ...findOverlap(tested, trainedOn), isComplete: trainedOn.isComplete };
}

/** Images among these samples that the model has learnt the labels of; null where that is not known. */
export async function countTrainedOn(model: ModelInfo, where: Prisma.SampleWhereInput): Promise<number | null> {
  const overlap = await overlapOf(model, where);
  return overlap && (overlap.images > 0 || overlap.isComplete ? overlap.images : null);
}

/**
 * The leak gate: looks in a test set for images that the model was trained on, by their pixels and not by their names.
 *
 * @returns what the metric card says of it
 * @throws UserError 409 with `overlap` when there are some and nobody has allowed it
 */
export async function passOverlapGate({ model, where, among, what, isAllowed }: OverlapGate): Promise<OverlapRecord> {
  const overlap = await overlapOf(model, where, among);
  if (!overlap) return 'unknown';
  const { images, exact, near, isComplete } = overlap;
  if (images > 0 && !isAllowed) {
    const line = overlapLine(overlap, what, model.id);
    throw new UserError(409, `${line}; its numbers there would flatter it. Measure elsewhere, or allow the overlap`, {
      overlap: { images, exact, near },
    });
  }
  return images === 0 && !isComplete ? 'unknown' : { images, exact, near };
}
