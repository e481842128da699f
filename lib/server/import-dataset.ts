import 'server-only';
import { createHash } from 'node:crypto';
import type { SampleSplit } from '@/lib/contracts/common';
import type { ImportResult } from '@/lib/contracts/dataset';
import { tagSchema } from '@/lib/contracts/review';
import { checkAnnotation } from '@/lib/datasets/check-annotation';
import { type DatasetFormat, DatasetFormatError, type FileSource } from '@/lib/datasets/formats/format';
import type { DatasetKind, SourceSample } from '@/lib/datasets/sample';
import type { Dataset } from '@/prisma/generated/client';
import { annotationToJson } from './annotation-json';
import { faceSizeOf } from './annotations';
import { database } from './database';
import { ensureDataset } from './datasets';
import { keepFaceParameters } from './face-parameters';
import { type StoredImage, storeImage } from './images';
import { poseColumns } from './pose';
import { imageKey, storage } from './storage';
import { type FingerprintedFace, makeStored } from './stored-fingerprint';
import { dropBytes } from './unused-images';

export interface ImportRequest {
  readonly source: FileSource;
  readonly format: DatasetFormat;
  /** told while the source was opened */
  readonly problems?: readonly DatasetFormatError[];
  readonly dataset: string;
  readonly kind: DatasetKind;
  /** of all samples, whatever the source says */
  readonly split?: SampleSplit;
  /** samples in the source, where known */
  readonly expected?: number;
}

export interface ImportProgress {
  readonly signal?: AbortSignal;
  readonly progress?: (done: number, total: number | null, message: string) => void;
}

const BATCH = 64;
/** Images being checked at a time: one a core, and one waiting for the disk. */
const PARALLEL = 3;

/**
 * Brings a source's samples into a dataset. What is there already (by key) is left alone, so that a second import adds
 * nothing and one that was killed half-way goes on. A broken file is told and passed over.
 */
export async function importDataset(
  { source, format, problems = [], dataset: name, kind, split, expected }: ImportRequest,
  { signal, progress }: ImportProgress = {},
): Promise<ImportResult> {
  const dataset = await ensureDataset(name, kind, format.id);
  const skipped: { file: string; reason: string }[] = [];
  const report = (problem: DatasetFormatError) => void skipped.push({ file: problem.file, reason: problem.message });
  problems.forEach(report);
  let imported = 0;
  let unchanged = 0;
  let batch: SourceSample[] = [];
  const flush = async () => {
    const added = await importBatch({ batch, dataset, source, format, split, report });
    imported += added.imported;
    unchanged += added.unchanged;
    batch = [];
    progress?.(
      imported + unchanged + skipped.length,
      expected ?? null,
      `${imported} new, ${unchanged} known, ${skipped.length} skipped`,
    );
  };
  for await (const sample of format.read(source, report)) {
    signal?.throwIfAborted();
    batch.push(sample);
    if (batch.length === BATCH) await flush();
  }
  await flush();
  return { dataset: dataset.name, datasetId: dataset.id, format: format.id, imported, unchanged, skipped };
}

interface Batch {
  readonly batch: readonly SourceSample[];
  readonly dataset: Dataset;
  readonly source: FileSource;
  readonly format: DatasetFormat;
  readonly split: SampleSplit | undefined;
  readonly report: (problem: DatasetFormatError) => void;
}

async function importBatch({ batch, dataset, source, format, split, report }: Batch) {
  const db = database();
  const known = await db.sample.findMany({
    where: { datasetId: dataset.id, key: { in: batch.map(({ key }) => key) } },
    select: { key: true },
  });
  const knownKeys = new Set(known.map(({ key }) => key));
  const fresh = batch.filter(({ key }) => !knownKeys.has(key));
  const images = await storeImages(fresh, { dataset, source, format, report });

  const accepted = fresh.flatMap((sample) => {
    const image = images.get(sample.imageFile);
    if (!image) return []; // reported by storeImages
    const fault = sample.annotation && checkAnnotation(sample.annotation, image);
    if (!fault) return [{ sample, image }];
    report(new DatasetFormatError({ format: format.id, file: sample.key, reason: fault }));
    return [];
  });
  await Promise.all(accepted.map(({ sample, image }) => keepFaceParameters(image.id, sample.parameters)));
  const imageRows = JSON.stringify(accepted.map(({ image }) => image));

  await db.$transaction([
    // other samples may show an image already, and a deletion may be taking its row away at this moment
    db.$executeRaw`
      INSERT INTO "Image" ("id", "width", "height", "mediaType", "fingerprint")
      SELECT value->>'id', value->>'width', value->>'height', value->>'mediaType', value->>'fingerprint'
      FROM json_each(${imageRows}) WHERE TRUE ON CONFLICT DO NOTHING`,
    db.sample.createMany({ data: accepted.map(({ sample, image }) => sampleRow(dataset.id, sample, image, split)) }),
    db.annotationVersion.createMany({
      data: accepted.flatMap(({ sample }) =>
        sample.annotation
          ? [
              {
                sampleId: sampleId(dataset.id, sample.key),
                revision: 1,
                authorKind: 'import',
                author: format.id,
                annotation: annotationToJson(sample.annotation),
              },
            ]
          : [],
      ),
    }),
    db.sampleTag.createMany({
      data: accepted.flatMap(({ sample }) => tagRows(sampleId(dataset.id, sample.key), sample.tags ?? [])),
    }),
  ]);
  await keepOnlyUsed(images, new Set(accepted.map(({ image }) => image.id)), source);
  return { imported: accepted.length, unchanged: batch.length - fresh.length };
}

/** Words that cannot be a tag are no word about a face. */
const tagRows = (id: string, tags: readonly string[]) =>
  [...new Set(tags.flatMap((tag) => tagSchema.safeParse(tag).data ?? []))].map((tag) => ({ sampleId: id, tag }));

/**
 * Images of accepted samples are there for certain: a deletion may have taken the bytes of one away between its storing
 * and its row. Those that no sample was accepted of go.
 */
async function keepOnlyUsed(
  images: ReadonlyMap<string, StoredImage>,
  used: ReadonlySet<string>,
  source: FileSource,
): Promise<void> {
  for (const [file, { id }] of images) {
    if (used.has(id)) {
      if ((await storage().size(imageKey(id))) === null) await storeImage(await source.read(file));
    } else if (!(await database().image.findUnique({ where: { id }, select: { id: true } }))) {
      await dropBytes(id);
    }
  }
}

/** The same key in the same dataset is the same sample, whenever it is imported. */
export const sampleId = (datasetId: string, key: string): string =>
  createHash('sha256').update(`${datasetId}\n${key}`).digest('hex').slice(0, 24);

/** An image of the import with its fingerprint, made while its pixels were at hand; null where the bytes were known. */
interface ImportedImage extends StoredImage {
  readonly fingerprint: string | null;
}

const faceOf =
  (dataset: Dataset) =>
  ({ key, annotation }: SourceSample): FingerprintedFace => ({
    id: sampleId(dataset.id, key),
    revision: annotation ? 1 : 0,
    annotation,
  });

function sampleRow(datasetId: string, sample: SourceSample, image: StoredImage, split: SampleSplit | undefined) {
  return {
    id: sampleId(datasetId, sample.key),
    datasetId,
    imageId: image.id,
    key: sample.key,
    name: sample.name,
    split: split ?? sample.split ?? 'none',
    person: sample.person,
    revision: sample.annotation ? 1 : 0,
    annotation: sample.annotation && annotationToJson(sample.annotation),
    box: sample.box && JSON.stringify(sample.box),
    ...poseColumns(sample.pose, sample.annotation),
    faceSize: faceSizeOf(sample.annotation),
  };
}

/** Checks and keeps each image once, a few at a time. Images that fail are reported and absent from the answer. */
async function storeImages(
  samples: readonly SourceSample[],
  { dataset, source, format: { id: format }, report }: Omit<Batch, 'batch' | 'split'>,
): Promise<Map<string, ImportedImage>> {
  const stored = new Map<string, ImportedImage>();
  const waiting = [...new Set(samples.map(({ imageFile }) => imageFile))];
  const work = async () => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      try {
        let fingerprint: string | null = null;
        const image = await storeImage(await source.read(file), (pixels) => {
          const faces = samples.filter(({ imageFile }) => imageFile === file);
          fingerprint = JSON.stringify(makeStored(pixels, faces.map(faceOf(dataset))));
        });
        stored.set(file, { ...image, fingerprint });
      } catch (error) {
        if (error instanceof DatasetFormatError) report(error);
        else if (error instanceof Error && error.name === 'ImageDecodeError') {
          report(new DatasetFormatError({ format, file, reason: error.message }, { cause: error }));
        } else throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, work));
  return stored;
}
