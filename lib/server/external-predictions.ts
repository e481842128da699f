import 'server-only';
import { createHash } from 'node:crypto';
import type { CropSource } from '@/lib/contracts/common';
import type { ModelCard } from '@/lib/contracts/model-card';
import type { ImportedPredictions } from '@/lib/contracts/prediction';
import { DatasetFormatError } from '@/lib/datasets/formats/format';
import { stemOf } from '@/lib/datasets/formats/paths';
import { type PredictionRow, parsePredictions } from '@/lib/evaluation/prediction-file';
import { landmarksFromJson } from './annotation-json';
import { database } from './database';
import { requireModel } from './models';
import { storePredictions } from './predictions';
import { notFound, UserError } from './user-error';

interface ImportRequest {
  /** of the tool's model; made when it is new */
  readonly id: string;
  readonly title: string;
  /** dataset id */
  readonly dataset: string;
  readonly text: string;
  /** the file's name */
  readonly file: string;
}

const BATCH = 200;
const SHOWN = 20;

/**
 * Brings in what another tool predicted on a dataset, as a model of its own that is scored as any other. The same model
 * may have predictions on several datasets; a face that comes again is replaced.
 *
 * @throws UserError 404 without the dataset, 409 when the id belongs to a model with weights, 422 for a broken file, one
 *   that names a face twice, or one in which no face is of the dataset
 */
export async function importPredictions({
  id,
  title,
  dataset,
  text,
  file,
}: ImportRequest): Promise<ImportedPredictions> {
  const db = database();
  const set = await db.dataset.findUnique({ where: { id: dataset } });
  if (!set) throw notFound('dataset', dataset);
  const known = await db.model.findUnique({ where: { id } });
  if (known && known.origin !== 'predictions') {
    throw new UserError(409, `model ${id}: a model with weights has this id already; choose another`);
  }
  const rows = read(text, file);
  const samples = await db.sample.findMany({
    where: { datasetId: dataset },
    select: { id: true, key: true, name: true, revision: true },
  });
  const { found, unknown } = match(rows, samples, file);
  if (found.length === 0) {
    throw new UserError(
      422,
      `predictions: ${file}: expected faces of ${set.name}, found none of them; the first is ${rows[0].sample}`,
    );
  }
  const card = externalCard({ id, title, file, sha256: createHash('sha256').update(text).digest('hex'), rows });
  const data = {
    title,
    architecture: card.architecture,
    weightsSha256: card.weightsSha256,
    card: JSON.stringify(card),
    origin: 'predictions',
  };
  await db.model.upsert({ where: { id }, create: { id, ...data }, update: data });
  for (let from = 0; from < found.length; from += BATCH) {
    await storePredictions({
      model: id,
      // the tool's own crop is not ours to know: this is the place where its predictions are kept
      crop: 'ground-truth',
      items: found.slice(from, from + BATCH).map(({ row, sample }) => ({
        sample: sample.id,
        cropRevision: sample.revision,
        landmarks: [...row.landmarks],
        confidence: row.confidence,
        durationMs: row.durationMs ?? 0,
      })),
    });
  }
  return {
    model: await requireModel(id),
    dataset: set.name,
    stored: found.length,
    unknown: { count: unknown.length, first: unknown.slice(0, SHOWN) },
    without:
      samples.filter(({ revision }) => revision > 0).length - found.filter(({ sample }) => sample.revision > 0).length,
  };
}

function read(text: string, file: string): PredictionRow[] {
  try {
    return parsePredictions(text, file);
  } catch (error) {
    if (error instanceof DatasetFormatError) throw new UserError(422, error.message);
    throw error;
  }
}

interface SampleName {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly revision: number;
}

/**
 * By key or name, else by the file's stem; a name that several samples bear means none of them. A face that one row names
 * is not another's that only ends alike: that one is unknown.
 */
function match(rows: readonly PredictionRow[], samples: readonly SampleName[], file: string) {
  const byKey = new Map(samples.map((sample) => [sample.key, sample]));
  const byName = uniqueBy(samples, ({ name }) => name);
  const named = rows.map(({ sample }) => byKey.get(sample) ?? byName.get(sample));
  const claimed = new Set(named.map((sample) => sample?.id));
  const found: { row: PredictionRow; sample: SampleName }[] = [];
  const unknown: string[] = [];
  const seen = new Set<string>();
  for (const [i, row] of rows.entries()) {
    const alike = named[i] ? undefined : byName.get(stemOf(row.sample));
    const sample = named[i] ?? (alike && !claimed.has(alike.id) ? alike : undefined);
    if (!sample) {
      unknown.push(row.sample);
      continue;
    }
    if (seen.has(sample.id)) {
      throw new UserError(422, `predictions: ${file}: expected each face once, found ${row.sample} twice`);
    }
    seen.add(sample.id);
    found.push({ row, sample });
  }
  return { found, unknown };
}

function uniqueBy(samples: readonly SampleName[], nameOf: (sample: SampleName) => string): Map<string, SampleName> {
  const unique = new Map<string, SampleName>();
  const twice = new Set<string>();
  for (const sample of samples) {
    const name = nameOf(sample);
    if (unique.has(name)) twice.add(name);
    unique.set(name, sample);
  }
  for (const name of twice) unique.delete(name);
  return unique;
}

/** What can be said of a model of which only the answers are known. */
function externalCard({
  id,
  title,
  file,
  sha256,
  rows,
}: {
  id: string;
  title: string;
  file: string;
  sha256: string;
  rows: readonly PredictionRow[];
}): ModelCard {
  return {
    id,
    title,
    architecture: 'external',
    parameters: 0,
    input: {
      size: 192,
      crop: { shape: 'reference' },
      antialias: false,
      padding: 'zero',
      scale: 1,
      offset: 0,
    },
    output: {
      layout: 'interleaved',
      scale: 1,
      offset: 0,
      depth: rows.some(({ landmarks }) => landmarks[0].length === 3),
      confidence: rows.some(({ confidence }) => confidence !== null),
    },
    provenance: `predictions of another tool, from ${file}`,
    licence: 'not stated',
    intendedUse: 'to be scored beside other models; it cannot be run here',
    limits: 'how it was cropped and trained is not known',
    data: [],
    weightsSha256: sha256,
    meanShape: null,
    training: null,
    metrics: {},
  };
}

/** What a model said about a dataset, in the layout that importPredictions reads. By name. */
export async function exportPredictions(
  model: string,
  { dataset, crop, sampleIds }: { dataset: string; crop: CropSource; sampleIds?: readonly string[] },
): Promise<PredictionRow[]> {
  const chosen = sampleIds && new Set(sampleIds);
  const rows = await database().prediction.findMany({
    where: { modelId: model, crop, datasetId: dataset },
    include: { sample: { select: { id: true, key: true, name: true } } },
    orderBy: [{ sample: { name: 'asc' } }, { sampleId: 'asc' }],
  });
  return rows
    .filter(({ sampleId }) => chosen?.has(sampleId) ?? true)
    .filter(({ landmarks }) => landmarks !== '[]') // a face that the detector has not found
    .map(({ sample, landmarks, confidence, durationMs }) => ({
      sample: sample.key,
      landmarks: landmarksFromJson(landmarks).map((point): [number, number] | [number, number, number] =>
        point.length === 3 ? [point[0], point[1], point[2]] : [point[0], point[1]],
      ),
      confidence,
      durationMs,
    }));
}
