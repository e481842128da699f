import 'server-only';
import type { GeneratedSet, GenerateSet } from '@/lib/contracts/synthesis';
import { faceSynthetics } from '@/lib/datasets/formats/face-synthetics';
import { type DatasetFormat, DatasetFormatError, type FileSource } from '@/lib/datasets/formats/format';
import { memorySource } from '@/lib/datasets/memory-source';
import { drawFaces } from '@/lib/synthesis/face-pool-node';
import { splitOfFace } from '@/lib/synthesis/split-of-face';
import type { Dataset } from '@/prisma/generated/client';
import { database } from './database';
import { ensureDataset } from './datasets';
import { fileNumbers, type GenerationRun, openRun, recipeOf, updateRun } from './generation-runs';
import { importDataset } from './import-dataset';
import { readLikeFaces } from './like-faces';
import { projectDir } from './ready';
import { UserError } from './user-error';

export const GENERATED_LICENCE = 'generated here: free for any use';
const SUPERSAMPLE = 2;

/**
 * The dataset and the run that an order asks for; nothing is drawn yet.
 *
 * @throws UserError 409 for a set of real faces, 422 when there is nothing to make the faces like
 */
export async function openSet(order: GenerateSet): Promise<{ dataset: Dataset; run: GenerationRun }> {
  const examples = order.like ? (await readLikeFaces(order.like.samples)).examples : [];
  if (order.like && examples.length === 0) {
    throw new UserError(422, 'like: expected samples that were generated here, found none; limits need no examples');
  }
  const dataset = await ensureDataset(order.dataset, 'synthetic', faceSynthetics.id);
  if (dataset.kind !== 'synthetic') {
    throw new UserError(409, `${dataset.name}: holds real faces; generated ones need a dataset of their own`);
  }
  return { dataset, run: await openRun(dataset.id, order, examples) };
}

export interface SetProgress {
  readonly signal?: AbortSignal;
  /** threads; all cores by default */
  readonly workers?: number;
  /** @param made faces drawn by this call; @param missing faces it has to draw */
  readonly progress?: (made: number, missing: number, kept: number) => void;
}

/**
 * Draws what is missing of a run and brings it in as any other set is: with depth, visibility, pose and parameters. What
 * stands is kept, so that a run that was stopped goes on where it was. Its end is written into the run.
 */
export async function generateSet(
  dataset: Dataset,
  run: GenerationRun,
  { signal, workers, progress }: SetProgress = {},
): Promise<GeneratedSet> {
  try {
    const present = await fileNumbers(dataset.id);
    const missing = Array.from({ length: run.count }, (_, index) => ({ index, fileNumber: run.first + index })).filter(
      ({ fileNumber }) => !present.has(fileNumber),
    );
    const kept = run.count - missing.length;
    progress?.(0, missing.length, kept);
    const { source, format } = drawnSource(run, missing, {
      signal,
      workers,
      onDrawn: (made) => progress?.(made, missing.length, kept),
    });
    const { imported, skipped } = await importDataset(
      { source, format, dataset: dataset.name, kind: 'synthetic' },
      { signal },
    );
    const reason = skipped[0]?.reason ?? null;
    if (reason && imported + kept === 0) throw new UserError(422, `none of the faces can be kept: ${reason}`);
    await database().dataset.updateMany({
      where: { id: dataset.id, licence: '' },
      data: { licence: GENERATED_LICENCE },
    });
    await updateRun(dataset.id, run.id, { state: 'done', reason: null });
    return { dataset: dataset.name, datasetId: dataset.id, made: imported, kept, leftOut: skipped.length, reason };
  } catch (error) {
    // somebody may delete the dataset while its faces are drawn: its row is missed at the next batch
    if ((await database().dataset.count({ where: { id: dataset.id } })) === 0) {
      throw new UserError(410, `${dataset.name} was deleted while its faces were drawn`);
    }
    const reason = signal?.aborted ? null : error instanceof Error ? error.message : String(error);
    await updateRun(dataset.id, run.id, { state: 'stopped', reason });
    throw error;
  }
}

interface DrawnSource {
  readonly source: FileSource;
  readonly format: DatasetFormat;
}

/** The threads' faces as a set in Face Synthetics' layout that is read while it is drawn. */
function drawnSource(
  run: GenerationRun,
  orders: readonly { readonly index: number; readonly fileNumber: number }[],
  { signal, workers, onDrawn }: Pick<SetProgress, 'signal' | 'workers'> & { onDrawn: (made: number) => void },
): DrawnSource {
  const { size, jaw, splits } = run;
  const setup = { recipe: recipeOf(run), size, supersample: SUPERSAMPLE, jaw, segmentation: false };
  /** drawn and not yet stored */
  const images = new Map<string, Uint8Array>();
  const source: FileSource = {
    list: async () => [...images.keys()],
    async read(file) {
      const image = images.get(file);
      if (!image) throw new DatasetFormatError({ format: faceSynthetics.id, file, reason: 'expected a drawn face' });
      images.delete(file);
      return image;
    },
  };
  const format: DatasetFormat = {
    ...faceSynthetics,
    async *read(_, report) {
      let made = 0;
      for await (const { index, files } of drawFaces(projectDir(), setup, orders, { workers, signal })) {
        const folder = splitOfFace(index, splits);
        const named = new Map([...files].map(([file, content]) => [`${folder}/${file}`, content]));
        for await (const sample of faceSynthetics.read(memorySource(named), report)) {
          images.set(sample.imageFile, named.get(sample.imageFile) as Uint8Array);
          yield sample;
        }
        onDrawn(++made);
      }
    },
  };
  return { source, format };
}
