import type { ModelFile, ModelFolder } from '@/lib/contracts/model';
import { parseTrainedOn, TRAINED_ON_FILE } from '@/lib/datasets/trained-on';
import { assertSha256, formatModelFiles, parseModelFiles, type UnwrittenModel } from './model-files';
import { ModelFormatError } from './model-format-error';
import { CHECKPOINT_FILES, importCheckpoint } from './reference-import';

/** The bytes of a model's files, as the model store keeps and serves them. */
export async function modelFolder(model: UnwrittenModel): Promise<ModelFolder> {
  const { card, manifest, bytes, trainedOnBytes } = await formatModelFiles(model, 'float32');
  const json = (value: unknown) => new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
  const files = { 'model.json': json(manifest), 'weights.bin': bytes, 'card.json': json(card) };
  return { card, files: trainedOnBytes ? { ...files, [TRAINED_ON_FILE]: trainedOnBytes } : files };
}

/**
 * A model folder from an uploaded PyTorch checkpoint (weights.json, weights.bin).
 *
 * @throws ModelFormatError naming the file, what was expected and what was found
 */
export async function importedModelFolder(
  { id, title }: { readonly id: string; readonly title: string },
  manifest: Uint8Array,
  weights: Uint8Array,
): Promise<ModelFolder> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder().decode(manifest));
  } catch (cause) {
    throw new ModelFormatError(`${CHECKPOINT_FILES.manifest}: expected JSON, found ${(cause as Error).message}`, {
      cause,
    });
  }
  const model = await importCheckpoint(parsed, weights, { id, origin: 'an upload' });
  return modelFolder({ card: { ...model.card, title }, weights: model.weights });
}

/**
 * A model folder that somebody else has made, its files checked against each other.
 *
 * @throws ModelFormatError naming the file, what was expected and what was found
 */
export async function checkedModelFolder(files: ReadonlyMap<ModelFile, Uint8Array>): Promise<ModelFolder> {
  const read = (name: ModelFile): Uint8Array => {
    const bytes = files.get(name);
    if (!bytes) throw new ModelFormatError(`${name}: expected it in the model's folder, found none`);
    return bytes;
  };
  const readJson = (name: ModelFile): unknown => {
    try {
      return JSON.parse(new TextDecoder().decode(read(name)));
    } catch (cause) {
      throw new ModelFormatError(`${name}: expected JSON, found ${(cause as Error).message}`, { cause });
    }
  };
  const weights = read('weights.bin');
  const { card } = await parseModelFiles(readJson('card.json'), readJson('model.json'), weights);
  const folder = { 'model.json': read('model.json'), 'weights.bin': weights, 'card.json': read('card.json') };
  if (!card.trainedOn) return { card, files: folder };
  const trainedOn = read(TRAINED_ON_FILE);
  parseTrainedOn(trainedOn);
  await assertSha256(trainedOn, card.trainedOn.sha256, 'card.json', TRAINED_ON_FILE);
  return { card, files: { ...folder, [TRAINED_ON_FILE]: trainedOn } };
}
