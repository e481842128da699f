import 'server-only';
import type { OverlapRecord } from '@/lib/contracts/evaluation';
import type { ModelInfo } from '@/lib/contracts/model';
import { findOverlap, overlapLine } from '@/lib/datasets/overlap';
import type { Prisma } from '@/prisma/generated/client';
import { readFingerprints } from './fingerprints';
import { readTrainedOn } from './models';
import { UserError } from './user-error';

export interface OverlapGate {
  readonly model: ModelInfo;
  /** the samples that are to be measured */
  readonly where: Prisma.SampleWhereInput;
  /** the same in words: "faces, split test," */
  readonly what: string;
  /** somebody has said that the overlap is known */
  readonly isAllowed: boolean;
}

/**
 * The leak gate: looks in a test set for images that the model was trained on, by their pixels and not by their names.
 *
 * @returns what the metric card says of it
 * @throws UserError 409 with `overlap` when there are some and nobody has allowed it
 */
export async function passOverlapGate({ model, where, what, isAllowed }: OverlapGate): Promise<OverlapRecord> {
  const trainedOn = await readTrainedOn(model);
  if (!trainedOn) return 'unknown';
  const samples = await readFingerprints({ AND: [where, { revision: { gt: 0 }, faceSize: { not: null } }] });
  const finding = findOverlap(
    samples.map(({ name, imageId, fingerprint }) => ({ name, contentHash: imageId, fingerprint })),
    trainedOn,
  );
  const { images, exact, near } = finding;
  if (images > 0 && !isAllowed) {
    const line = overlapLine(finding, what, model.id);
    throw new UserError(409, `${line}; its numbers there would flatter it. Measure elsewhere, or allow the overlap`, {
      overlap: { images, exact, near },
    });
  }
  return images === 0 && !trainedOn.isComplete ? 'unknown' : { images, exact, near };
}
