import { access, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ModelCard, WeightsManifest } from '@/lib/contracts/model-card';
import { parseTrainedOn, TRAINED_ON_FILE } from '@/lib/datasets/trained-on';
import {
  assertSha256,
  type FaceMeshModel,
  formatModelFiles,
  MODEL_FILES,
  parseModelFiles,
  type UnwrittenModel,
} from './model-files';
import { ModelFormatError } from './model-format-error';
import { CHECKPOINT_FILES, importCheckpoint } from './reference-import';
import type { FaceMeshWeights } from './weights';

async function readBytes(folder: string, name: string): Promise<Uint8Array> {
  try {
    return await readFile(path.join(/* turbopackIgnore: true */ folder, name));
  } catch (cause) {
    throw new ModelFormatError(`${folder}: expected a file ${name}, could not read it`, { cause });
  }
}

async function readJson(folder: string, name: string): Promise<unknown> {
  const text = new TextDecoder().decode(await readBytes(folder, name));
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ModelFormatError(`${name}: expected JSON, found ${(cause as Error).message}`, { cause });
  }
}

/** @throws ModelFormatError in one line when a file is missing, malformed or not of the others */
export async function readModelFolder(folder: string): Promise<FaceMeshModel> {
  // one after the other: of several missing files it is always the same one that is named
  const card = await readJson(folder, MODEL_FILES.card);
  const manifest = await readJson(folder, MODEL_FILES.manifest);
  const bytes = await readBytes(folder, MODEL_FILES.weights);
  const model = await parseModelFiles(card, manifest, bytes);
  const { trainedOn } = model.card;
  if (!trainedOn) return model;
  const known = await readBytes(folder, trainedOn.file);
  await assertSha256(known, trainedOn.sha256, MODEL_FILES.card, trainedOn.file);
  return { ...model, trainedOn: parseTrainedOn(known) };
}

/**
 * Writes {model.json, weights.bin, card.json} and, where it is known, trained-on.bin; the folder appears whole or not at
 * all.
 *
 * @param folder must not exist yet: results point at models, so a model never changes under its name
 * @returns the card as written, with the digest of its weights
 * @throws ModelFormatError when the folder is already there
 */
export async function writeModelFolder(
  folder: string,
  model: UnwrittenModel,
  dtype: WeightsManifest['dtype'] = 'float32',
): Promise<ModelCard> {
  if (await exists(folder)) throw new ModelFormatError(`${folder}: expected no such folder yet, found one`);
  const { card, manifest, bytes, trainedOnBytes } = await formatModelFiles(model, dtype);
  const unfinished = path.join(path.dirname(folder), `.unfinished-${process.pid}-${path.basename(folder)}`);
  const write = (name: string, content: string | Uint8Array) => writeFile(path.join(unfinished, name), content);
  try {
    await mkdir(/* turbopackIgnore: true */ unfinished, { recursive: true });
    await write(MODEL_FILES.manifest, `${JSON.stringify(manifest)}\n`);
    await write(MODEL_FILES.weights, bytes);
    if (trainedOnBytes) await write(TRAINED_ON_FILE, trainedOnBytes);
    await write(MODEL_FILES.card, `${JSON.stringify(card, null, 2)}\n`);
    await rename(unfinished, folder);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
  return card;
}

const exists = (file: string): Promise<boolean> =>
  access(/* turbopackIgnore: true */ file).then(
    () => true,
    () => false,
  );

/** importCheckpoint from a folder with weights.json and weights.bin. @param id the new model's id */
export async function readCheckpointFolder(
  folder: string,
  id: string,
): Promise<{ readonly card: Omit<ModelCard, 'weightsSha256'>; readonly weights: FaceMeshWeights }> {
  const manifest = await readJson(folder, CHECKPOINT_FILES.manifest);
  const bytes = await readBytes(folder, CHECKPOINT_FILES.weights);
  return importCheckpoint(manifest, bytes, { id, origin: path.basename(folder) });
}
