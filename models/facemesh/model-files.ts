import { type ModelCard, modelCardSchema, type WeightsManifest } from '@/lib/contracts/model-card';
import { formatTrainedOn, parseTrainedOn, TRAINED_ON_FILE, type TrainedOn } from '@/lib/datasets/trained-on';
import { facemeshConfigOf } from './config';
import { parseWith } from './manifest';
import { ModelFormatError } from './model-format-error';
import {
  assertWeightsFit,
  countTrainableParameters,
  type FaceMeshWeights,
  formatWeights,
  parseWeights,
} from './weights';

/** What a model folder is made of. */
export const MODEL_FILES = { manifest: 'model.json', weights: 'weights.bin', card: 'card.json' } as const;

export interface FaceMeshModel {
  readonly card: ModelCard;
  readonly weights: FaceMeshWeights;
  /** what it was trained on, where that is known and was asked for; the card names the file it lies in */
  readonly trainedOn?: TrainedOn;
}

/** A model before its files are made: the card gets their digests. */
export interface UnwrittenModel extends Omit<FaceMeshModel, 'card'> {
  readonly card: Omit<ModelCard, 'weightsSha256' | 'trainedOn'>;
}

export async function sha256Hex(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * @param file whose digest it is, for the message
 * @throws ModelFormatError when the bytes are not those the digest was taken of
 */
export async function assertSha256(
  bytes: Uint8Array,
  expected: string,
  file: string,
  named: string = MODEL_FILES.weights,
): Promise<void> {
  // browsers offer no digest to pages from other machines without https; names, shapes and sizes are checked all the same
  if (!globalThis.crypto?.subtle) return;
  const found = await sha256Hex(bytes);
  if (found !== expected)
    throw new ModelFormatError(`${file}: expected ${named} of sha-256 ${expected}, found ${found}`);
}

/**
 * A model from the three files of its folder, checked against each other.
 *
 * @param card     parsed card.json
 * @param manifest parsed model.json
 * @param bytes    weights.bin
 * @throws ModelFormatError naming the file, what was expected and what was found
 */
export async function parseModelFiles(card: unknown, manifest: unknown, bytes: Uint8Array): Promise<FaceMeshModel> {
  const parsed = parseWith(modelCardSchema, card, MODEL_FILES.card);
  await assertSha256(bytes, parsed.weightsSha256, MODEL_FILES.card);
  const weights = parseWeights(manifest, bytes, MODEL_FILES.manifest);
  const config = facemeshConfigOf(parsed);
  assertWeightsFit(weights, config, MODEL_FILES.manifest);
  const count = countTrainableParameters(config);
  if (parsed.parameters !== count) {
    throw new ModelFormatError(`${MODEL_FILES.card}: parameters: expected ${count}, found ${parsed.parameters}`);
  }
  return { card: parsed, weights };
}

/** The inverse of parseModelFiles: the card gets the digests of weights.bin and trained-on.bin. */
export async function formatModelFiles(
  { card, weights, trainedOn }: UnwrittenModel,
  dtype: WeightsManifest['dtype'],
): Promise<{
  readonly card: ModelCard;
  readonly manifest: WeightsManifest;
  readonly bytes: Uint8Array;
  /** content of trained-on.bin; null where nobody knows */
  readonly trainedOnBytes: Uint8Array | null;
}> {
  const { manifest, bytes } = formatWeights(weights, dtype);
  const trainedOnBytes = trainedOn ? formatTrainedOn(trainedOn) : null;
  const complete = modelCardSchema.parse({
    ...card,
    trainedOn: trainedOn &&
      trainedOnBytes && {
        file: TRAINED_ON_FILE,
        sha256: await sha256Hex(trainedOnBytes),
        images: parseTrainedOn(trainedOnBytes).images.length,
        complete: trainedOn.isComplete,
      },
    weightsSha256: await sha256Hex(bytes),
  });
  return { card: complete, manifest, bytes, trainedOnBytes };
}
