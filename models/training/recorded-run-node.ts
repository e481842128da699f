import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ModelCard } from '@/lib/contracts/model-card';
import type { TrainingConfigInput } from '@/lib/contracts/training-config';
import type { FaceMeshModel } from '@/models/facemesh/model-files';
import { readModelFolder } from '@/models/facemesh/model-folder-node';
import { type FolderSet, folderSets } from './folder-sets-node';
import { TrainingError, type TrainingSetProvider } from './training-set';

const ROOT = path.resolve(import.meta.dirname, '../..');
const PRETRAINED = path.join(ROOT, 'models/pretrained');

/** models/pretrained/<id>/training.json: the settings that made the shipped weights, and where its sets lie under a data folder. */
export interface RecordedRun {
  readonly folders: Readonly<Record<string, FolderSet>>;
  readonly config: TrainingConfigInput;
  /** what the settings do not say of how the shipped weights came about; goes into the card */
  readonly notes?: string;
  /** what the card says in other words than usual */
  readonly card?: Partial<Pick<ModelCard, 'licence' | 'limits' | 'intendedUse'>>;
}

/** The shipped models that a run starts from and is taught by, with what they were trained on, by their ids. */
export async function readParents({
  startFrom,
  teacher,
}: TrainingConfigInput): Promise<ReadonlyMap<string | null | undefined, FaceMeshModel>> {
  const ids = new Set([startFrom, teacher?.model].filter((id) => id != null));
  const models = [...ids].map(async (id) => [id, await readModelFolder(path.join(PRETRAINED, id))] as const);
  return new Map(await Promise.all(models));
}

/** The sets of a recorded run. @param dataRoot folder its paths are relative to; ../shared/data where it is left out */
export const recordedSets = (
  { folders }: RecordedRun,
  dataRoot = '../shared/data',
  signal?: AbortSignal,
): TrainingSetProvider =>
  folderSets(path.resolve(ROOT, dataRoot), folders, {
    generatedRoot: path.join(ROOT, '.workbench/generated'),
    signal,
    report: (problem) => console.error(problem.message),
    note: console.error,
  });

/** @throws TrainingError when no run of that name is recorded */
export async function readRecorded(id: string): Promise<RecordedRun> {
  const file = path.join(PRETRAINED, path.basename(id), 'training.json');
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new TrainingError(`training: expected models/pretrained/${id}/training.json, found none`, { cause });
  }
  return JSON.parse(text) as RecordedRun;
}
