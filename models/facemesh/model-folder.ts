import type { ModelFolder } from '@/lib/contracts/model';
import { TRAINED_ON_FILE } from '@/lib/datasets/trained-on';
import { formatModelFiles, type UnwrittenModel } from './model-files';
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
