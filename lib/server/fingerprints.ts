import 'server-only';
import type { Fingerprint } from '@/lib/datasets/quality/fingerprint';
import type { Prisma } from '@/prisma/generated/client';
import { annotationFromJson } from './annotation-json';
import { database } from './database';
import { readImage } from './images';
import { type SampleWithImage, samplePages } from './sample-pages';
import { type FingerprintedFace, fingerprintFrom, makeStored, parseStored } from './stored-fingerprint';

/** A sample with what tells copies of its image. */
export interface FingerprintedSample {
  readonly id: string;
  readonly datasetId: string;
  readonly name: string;
  readonly split: string;
  readonly person: string | null;
  /** sha-256 of the image's bytes */
  readonly imageId: string;
  readonly fingerprint: Fingerprint;
}

export interface FingerprintProgress {
  readonly signal?: AbortSignal;
  /** @param total samples in all */
  readonly progress?: (done: number, total: number) => void;
}

/** Images decoded at a time. */
const PARALLEL = 3;

const faceOf = ({ id, revision, annotation }: SampleWithImage): FingerprintedFace => ({
  id,
  revision,
  annotation: annotationFromJson(annotation),
});

/**
 * Samples with their fingerprints, in the order of their names. Imports have left most of them with the images; those of
 * edited labels and of older imports are made here, from the pixels, and kept.
 */
export async function readFingerprints(
  where: Prisma.SampleWhereInput,
  { signal, progress }: FingerprintProgress = {},
): Promise<FingerprintedSample[]> {
  const total = progress ? await database().sample.count({ where }) : 0;
  const found: FingerprintedSample[] = [];
  for await (const page of samplePages(where)) {
    signal?.throwIfAborted();
    found.push(...(await fingerprintRows(page, signal)));
    progress?.(found.length, total);
  }
  return found;
}

async function fingerprintRows(rows: readonly SampleWithImage[], signal?: AbortSignal): Promise<FingerprintedSample[]> {
  const stored = new Map(rows.map(({ image }) => [image.id, parseStored(image.fingerprint)]));
  const lacking = new Map<string, FingerprintedFace[]>();
  for (const row of rows) {
    const face = faceOf(row);
    if (fingerprintFrom(stored.get(row.imageId) ?? null, face)) continue;
    const faces = lacking.get(row.imageId);
    if (faces) faces.push(face);
    else lacking.set(row.imageId, [face]);
  }
  const waiting = [...lacking];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      signal?.throwIfAborted();
      const [imageId, faces] = next;
      stored.set(imageId, makeStored(await readImage(imageId), faces, stored.get(imageId)));
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, work));
  await database().$transaction(
    [...lacking.keys()].map((id) =>
      database().image.update({ where: { id }, data: { fingerprint: JSON.stringify(stored.get(id)) } }),
    ),
  );
  return rows.flatMap((row) => {
    const fingerprint = fingerprintFrom(stored.get(row.imageId) ?? null, faceOf(row));
    const { id, datasetId, name, split, person, imageId } = row;
    return fingerprint ? [{ id, datasetId, name, split, person, imageId, fingerprint }] : [];
  });
}
