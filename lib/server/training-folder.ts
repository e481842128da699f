import 'server-only';
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { TrainingConfig, TrainingCurves, TrainingSamples } from '@/lib/contracts/training-config';
import { CHECKPOINT_FILE, CURVES_FILE, SAMPLES_FILE, sampleImageFile } from '@/lib/contracts/training-files';
import type { CurvesQuery, LastValidation } from '@/lib/contracts/training-run';
import { inWorkbench } from './workbench-dir';

/** Checkpoint, curves and samples of a run, as models/training writes them. */
export const trainingDir = (id: string): string => inWorkbench('training', id);

const fileOf = (id: string, name: string): string => path.join(/* turbopackIgnore: true */ trainingDir(id), name);

/** @returns the path of the config, for the command line */
export async function writeConfig(config: TrainingConfig): Promise<string> {
  await mkdir(trainingDir(config.model), { recursive: true });
  const file = fileOf(config.model, 'config.json');
  await writeFile(file, JSON.stringify(config, null, 2));
  return file;
}

const EVERYTHING: CurvesQuery = { training: 0, validation: 0 };

/** Points of the loss and validation curves so far, of later steps than these; null before the first. */
export async function readCurves(id: string, after = EVERYTHING): Promise<TrainingCurves | null> {
  const curves = await readJson<TrainingCurves>(fileOf(id, CURVES_FILE));
  return (
    curves && {
      training: curves.training.filter(({ step }) => step > after.training),
      validation: curves.validation.filter(({ step }) => step > after.validation),
    }
  );
}

/** What the weights said of a few held-out faces at the last validation; null before the first. */
export const readSamples = (id: string): Promise<TrainingSamples | null> => readJson(fileOf(id, SAMPLES_FILE));

/** PNG of the n-th of them; null when there is none. */
export const readSampleImage = (id: string, index: number): Promise<Uint8Array<ArrayBuffer> | null> =>
  unlessMissing(readFile(fileOf(id, sampleImageFile(index))));

/** A file of the run's folder; null when it is not there. */
export const readRunFile = (id: string, name: string): Promise<Uint8Array<ArrayBuffer> | null> =>
  unlessMissing(readFile(fileOf(id, name)));

/** Whole or not at all: whoever reads meanwhile has the file before. */
export async function writeRunFile(id: string, name: string, content: Uint8Array | string): Promise<void> {
  await mkdir(/* turbopackIgnore: true */ trainingDir(id), { recursive: true });
  const partial = fileOf(id, `${name}.${randomUUID()}.partial`);
  try {
    await writeFile(partial, content);
    await rename(partial, fileOf(id, name));
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

export const removeRunFile = (id: string, name: string): Promise<void> => rm(fileOf(id, name), { force: true });

const lastRead = new Map<string, { readonly changedMs: number; readonly last: LastValidation }>();

/** The newest point of the validation curve; lists ask for many, so it is read again only when the file has changed. */
export async function lastValidation(id: string): Promise<LastValidation> {
  const info = await unlessMissing(stat(fileOf(id, CURVES_FILE)));
  if (!info) return null;
  const known = lastRead.get(id);
  if (known?.changedMs === info.mtimeMs) return known.last;
  const last = (await readCurves(id))?.validation.at(-1) ?? null;
  lastRead.set(id, { changedMs: info.mtimeMs, last });
  return last;
}

export const hasCheckpoint = async (id: string): Promise<boolean> =>
  (await unlessMissing(stat(fileOf(id, CHECKPOINT_FILE)))) !== null;

/** The run begins again at step 0 when it is started next. */
export async function removeCheckpoint(id: string): Promise<void> {
  for (const name of [CHECKPOINT_FILE, CURVES_FILE, SAMPLES_FILE]) await rm(fileOf(id, name), { force: true });
}

export const removeTrainingFiles = (id: string): Promise<void> =>
  rm(/* turbopackIgnore: true */ trainingDir(id), { recursive: true, force: true });

async function readJson<T>(file: string): Promise<T | null> {
  const text = await unlessMissing(readFile(file, 'utf8'));
  return text === null ? null : (JSON.parse(text) as T);
}

async function unlessMissing<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
