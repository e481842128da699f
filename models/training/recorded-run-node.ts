import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ModelCard } from '@/lib/contracts/model-card';
import type { TrainingConfig, TrainingConfigInput } from '@/lib/contracts/training-config';
import type { TrainedOn } from '@/lib/datasets/trained-on';
import { type FaceMeshModel, MODEL_FILES } from '@/models/facemesh/model-files';
import { readModelFolder } from '@/models/facemesh/model-folder-node';
import { type FolderSet, folderSets } from './folder-sets-node';
import { parseConfig } from './parse-config';
import { type PreparedData, prepareData } from './prepare';
import { TrainingError, type TrainingSetProvider } from './training-set';

const ROOT = path.resolve(import.meta.dirname, '../..');
export const PRETRAINED = path.join(ROOT, 'models/pretrained');

/** models/pretrained/<id>/training.json: the settings that made the shipped weights, and where its sets lie under a data folder. */
export interface RecordedRun {
  readonly folders: Readonly<Record<string, FolderSet>>;
  readonly config: TrainingConfigInput;
  /** what the settings do not say of how the shipped weights came about; goes into the card */
  readonly notes?: string;
  /** what the card says in other words than usual */
  readonly card?: Partial<Pick<ModelCard, 'licence' | 'limits' | 'intendedUse'>>;
}

/** What a run starts from and is taught by. */
export const parentIds = ({ startFrom, teacher }: TrainingConfigInput): readonly string[] => [
  ...new Set([startFrom, teacher?.model].filter((id) => id != null)),
];

/** The shipped model of that id; null where only its settings are recorded: a start that nothing but training needs. */
export async function readShipped(id: string, pretrained = PRETRAINED): Promise<FaceMeshModel | null> {
  const folder = path.join(pretrained, id);
  return existsSync(path.join(folder, MODEL_FILES.card)) ? readModelFolder(folder) : null;
}

export interface RecordedSetsOptions {
  /** folder that the paths of the sets are relative to; ../shared/data where it is left out */
  readonly dataRoot?: string;
  /** where generated faces are kept */
  readonly generatedRoot?: string;
  readonly signal?: AbortSignal;
}

/** The folder of the sets, from the project's own. */
export const dataFolder = (dataRoot = '../shared/data'): string => path.resolve(ROOT, dataRoot);

export const recordedSets = (
  { folders }: RecordedRun,
  { dataRoot, generatedRoot = '.workbench/generated', signal }: RecordedSetsOptions = {},
): TrainingSetProvider =>
  folderSets(dataFolder(dataRoot), folders, {
    generatedRoot: path.resolve(ROOT, generatedRoot),
    signal,
    report: (problem) => console.error(problem.message),
    note: console.error,
  });

/** @throws TrainingError when no run of that name is recorded */
export async function readRecorded(id: string, pretrained = PRETRAINED): Promise<RecordedRun> {
  const file = path.join(pretrained, path.basename(id), 'training.json');
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new TrainingError(`training: expected ${path.relative(ROOT, file)}, found none`, { cause });
  }
  return JSON.parse(text) as RecordedRun;
}

/**
 * A recorded run's settings and all images they name, those held out among them.
 *
 * @param parents what it rests on was trained on; read from the folders of those models, or found by their own records,
 *   where it is left out
 * @throws TrainingError as prepareData does
 */
export async function prepareRecorded(
  recorded: RecordedRun,
  options: RecordedSetsOptions & { readonly parents?: readonly (TrainedOn | null)[] },
): Promise<{ readonly config: TrainingConfig; readonly data: PreparedData }> {
  const config = parseConfig(recorded.config);
  const parents = options.parents ?? (await Promise.all(parentIds(config).map((id) => trainedOnOf(id, options))));
  const data = await prepareData(config, recordedSets(recorded, options), { parents });
  return { config, data };
}

async function trainedOnOf(id: string, options: RecordedSetsOptions): Promise<TrainedOn | null> {
  const shipped = await readShipped(id);
  if (shipped) return shipped.trainedOn ?? null;
  const { data } = await prepareRecorded(await readRecorded(id), { ...options, parents: undefined });
  return data.trainedOn;
}
