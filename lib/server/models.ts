import 'server-only';
import type { Dirent } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { modelIdSchema } from '@/lib/contracts/common';
import type { ModelFile, ModelFolder, ModelInfo } from '@/lib/contracts/model';
import { type ModelCard, modelCardSchema } from '@/lib/contracts/model-card';
import { parseTrainedOn, type TrainedOn } from '@/lib/datasets/trained-on';
import type { Model } from '@/prisma/generated/client';
import { database } from './database';
import { removeResults } from './evaluation-files';
import { storage } from './storage';
import { notFound, UserError } from './user-error';

export async function listModels(): Promise<ModelInfo[]> {
  const rows = await database().model.findMany({ orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] });
  return Promise.all(rows.map(toInfo));
}

/** Models with weights; what another tool predicted cannot be run. */
export async function listRunnableModels(): Promise<ModelInfo[]> {
  return (await listModels()).filter(({ origin }) => origin !== 'predictions');
}

export async function getModel(id: string): Promise<ModelInfo | null> {
  const row = await database().model.findUnique({ where: { id } });
  return row && toInfo(row);
}

/** @throws UserError 404 that says what to do when there is no such model */
export async function requireModel(id: string): Promise<ModelInfo> {
  const model = await getModel(id);
  if (!model) {
    const ids = (await listModels()).map((known) => known.id);
    throw new UserError(
      404,
      `model ${id}: not found; ${ids.length ? `known: ${ids.join(', ')}` : 'no model yet: import or train one'}`,
    );
  }
  return model;
}

export async function readModelFile(id: string, file: ModelFile): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await storage().read(modelKey(id, file));
  if (!bytes) {
    const { origin } = await requireModel(id);
    if (origin === 'predictions') {
      throw new UserError(409, `model ${id}: its predictions came from a file; there are no weights to run`);
    }
    throw notFound('model file', `${id}/${file}`);
  }
  return bytes;
}

/** @throws UserError 409 when a model of another origin has this id */
export async function assertIdFree(id: string, origin: ModelInfo['origin']): Promise<void> {
  const known = await database().model.findUnique({ where: { id }, select: { origin: true } });
  if (!known || known.origin === origin) return;
  const article = known.origin === 'imported' ? 'an' : 'a';
  throw new UserError(409, `model ${id}: ${article} ${known.origin} model has this id already; choose another`);
}

/** Whether both give the same answers: what they are fed and how their output is read belongs to the weights. */
const answersAlike = (a: ModelCard, b: ModelCard): boolean =>
  a.weightsSha256 === b.weightsSha256 && isDeepStrictEqual([a.input, a.output], [b.input, b.output]);

/**
 * Brings a model in. The same id with other weights, or with weights used in another way, replaces it, and what the old
 * one predicted goes with it.
 *
 * @throws UserError 409 when a model of another origin has this id
 */
export async function registerModel({ card, files }: ModelFolder, origin: ModelInfo['origin']): Promise<ModelInfo> {
  const db = database();
  await assertIdFree(card.id, origin);
  const known = await getModel(card.id);
  for (const [file, bytes] of Object.entries(files)) await storage().write(modelKey(card.id, file as ModelFile), bytes);
  const data = {
    title: card.title,
    architecture: card.architecture,
    weightsSha256: card.weightsSha256,
    card: JSON.stringify(card),
    origin,
  };
  const outdated = known && !answersAlike(known.card, card) ? [card.id] : [];
  const [, row] = await db.$transaction([
    db.prediction.deleteMany({ where: { modelId: { in: outdated } } }),
    db.model.upsert({ where: { id: card.id }, create: { id: card.id, ...data }, update: data }),
  ]);
  return toInfo(row);
}

/**
 * The same weights as a model of their own that sees every crop twice (card.input.mirrorAverage): its numbers stand beside
 * the plain ones, never in their place.
 *
 * @returns `<id>-mirror`
 * @throws UserError 404 for an unknown model, 409 for one that averages already
 */
export async function addMirrorAverage(id: string): Promise<ModelInfo> {
  const { card } = await requireModel(id);
  if (card.input.mirrorAverage) throw new UserError(409, `model ${id}: averages over the mirror image already`);
  const mirrored: ModelCard = {
    ...card,
    id: modelIdSchema.parse(`${id}-mirror`),
    title: `${card.title}, mirror average`,
    input: { ...card.input, mirrorAverage: true },
    provenance: `The weights of ${id}; every crop is seen a second time, mirrored. ${card.provenance}`,
    metrics: {},
  };
  const trainedOn = card.trainedOn && (await readModelFile(id, card.trainedOn.file));
  const files = {
    ...(trainedOn && { 'trained-on.bin': trainedOn }),
    'model.json': await readModelFile(id, 'model.json'),
    'weights.bin': await readModelFile(id, 'weights.bin'),
    'card.json': new TextEncoder().encode(`${JSON.stringify(mirrored, null, 2)}\n`),
  };
  return registerModel({ card: mirrored, files }, 'imported');
}

export async function deleteModel(id: string): Promise<void> {
  const runs = await database().evaluation.findMany({ where: { modelId: id }, select: { id: true } });
  const { count } = await database().model.deleteMany({ where: { id, origin: { not: 'pretrained' } } });
  if (count === 0) throw new UserError(404, `model ${id}: not found, or shipped with the workbench`);
  for (const run of runs) await removeResults(run.id);
  await storage().remove(`models/${id}`);
}

/** Registers the models that ship with the workbench; called once a start. @param dir models/pretrained */
export async function registerPretrained(dir: string): Promise<void> {
  for (const entry of await entriesOf(dir)) {
    if (!entry.isDirectory()) continue;
    const read = async (file: ModelFile) => new Uint8Array(await readFile(path.join(dir, entry.name, file)));
    let files: ModelFolder['files'];
    let card: ModelCard;
    try {
      files = {
        'model.json': await read('model.json'),
        'weights.bin': await read('weights.bin'),
        'card.json': await read('card.json'),
      };
      card = modelCardSchema.parse(JSON.parse(new TextDecoder().decode(files['card.json'])));
      if (card.trainedOn) files = { ...files, 'trained-on.bin': await read(card.trainedOn.file) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') continue; // settings of a model that has not been trained yet
      throw error;
    }
    const known = await database().model.findUnique({ where: { id: card.id } });
    if (known?.card === JSON.stringify(card)) continue;
    try {
      await registerModel({ card, files }, 'pretrained');
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      console.error(error.message); // a model of the user's has this id: theirs stays, and the server starts
    }
  }
}

async function entriesOf(dir: string): Promise<Dirent[]> {
  try {
    return await readdir(dir, { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []; // nothing is shipped yet
    throw error;
  }
}

/**
 * What a model was trained on, as fingerprints; null where its card does not say.
 *
 * @throws TrainedOnFormatError when the file is not what the card promises
 */
export async function readTrainedOn({ id, card }: Pick<ModelInfo, 'id' | 'card'>): Promise<TrainedOn | null> {
  if (!card.trainedOn) return null;
  return parseTrainedOn(await readModelFile(id, card.trainedOn.file), `${id}/${card.trainedOn.file}`);
}

const modelKey = (id: string, file: ModelFile): string => `models/${id}/${file}`;

async function toInfo(row: Model): Promise<ModelInfo> {
  return {
    id: row.id,
    title: row.title,
    origin: row.origin as ModelInfo['origin'],
    createdAt: row.createdAt.toISOString(),
    card: JSON.parse(row.card),
    weightBytes: (await storage().size(modelKey(row.id, 'weights.bin'))) ?? 0,
  };
}
