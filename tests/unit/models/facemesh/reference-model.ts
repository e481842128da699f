import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { type FaceMeshWeights, parseWeights } from '@/models/facemesh/weights';

/** The checkpoint lies beside the repository and is never part of it. */
export const REFERENCE_FOLDER = path.resolve(import.meta.dirname, '../../../../../shared/data/reference-model');
export const hasReferenceModel = existsSync(path.join(REFERENCE_FOLDER, 'weights.json'));

interface ReferenceCase {
  readonly input: string;
  /** [204], planar */
  readonly raw: readonly number[];
  readonly confidence: number;
}

const readJson = (name: string) => JSON.parse(readFileSync(path.join(REFERENCE_FOLDER, name), 'utf8'));

export const readReferenceWeights = (): FaceMeshWeights =>
  parseWeights(readJson('weights.json'), readFileSync(path.join(REFERENCE_FOLDER, 'weights.bin')), 'weights.json');

/** What PyTorch gave for five crops, and the crops' bytes one after another. */
export async function readReferenceCases(): Promise<{ cases: readonly ReferenceCase[]; crops: Uint8Array }> {
  const { cases } = readJson('expected-outputs.json') as { cases: ReferenceCase[] };
  const pixels = await Promise.all(
    cases.map(({ input }) => sharp(path.join(REFERENCE_FOLDER, input)).removeAlpha().raw().toBuffer()),
  );
  return { cases, crops: new Uint8Array(Buffer.concat(pixels)) };
}
