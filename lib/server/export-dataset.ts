import 'server-only';
import type { SampleTarget } from '@/lib/contracts/bulk';
import type { DatasetFormat, ExportSample, FileSink } from '@/lib/datasets/formats/format';
import { type Certificate, Certifier } from '@/lib/datasets/round-trip';
import type { Pose, Split } from '@/lib/datasets/sample';
import type { Dataset, Prisma } from '@/prisma/generated/client';
import { annotationFromJson, boxFromJson } from './annotation-json';
import { idsOf } from './bulk';
import { database } from './database';
import { imageKey, storage } from './storage';
import { UserError } from './user-error';

const PAGE = 500;
const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'image/webp': '.webp',
};

const include = { image: true, tags: { orderBy: { tag: 'asc' } } } as const;
type Row = Prisma.SampleGetPayload<{ include: typeof include }>;

/** Labelled samples of a dataset in the order of their keys, a page at a time. */
async function* readRows(datasetId: string, target: SampleTarget | undefined): AsyncGenerator<Row> {
  if (target) {
    yield* readChosen(await chosenIds(datasetId, target));
    return;
  }
  for (let after = ''; ; ) {
    const rows = await database().sample.findMany({
      where: { datasetId, key: { gt: after }, revision: { gt: 0 } },
      orderBy: { key: 'asc' },
      take: PAGE,
      include,
    });
    yield* rows;
    if (rows.length < PAGE) return;
    after = rows[rows.length - 1].key;
  }
}

/** Labelled samples that are meant, in the order of their keys. */
async function chosenIds(datasetId: string, target: SampleTarget): Promise<string[]> {
  const rows = await database().$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "Sample"
    WHERE "datasetId" = ${datasetId} AND "revision" > 0 AND "id" IN (${idsOf(target)}) ORDER BY "key"`;
  return rows.map(({ id }) => id);
}

async function* readChosen(ids: readonly string[]): AsyncGenerator<Row> {
  for (let at = 0; at < ids.length; at += PAGE) {
    yield* await database().sample.findMany({
      where: { id: { in: ids.slice(at, at + PAGE) } },
      orderBy: { key: 'asc' },
      include,
    });
  }
}

const CONVERTED = /(?<!\.(?:jpe?g|png|webp))$/i;

/**
 * The image keeps its place in the source; its ending tells what it is now: a.ppm is kept as a PNG and leaves as a.png,
 * or as a.ppm.png where the set has another a.png.
 */
async function exportedImageFile({ key, datasetId, image }: Row, taken: ReadonlyMap<string, string>): Promise<string> {
  const file = key.replace(/#\d+$/, '');
  if (!CONVERTED.test(file)) return file;
  const ending = EXTENSIONS[image.mediaType] ?? '.png';
  const plain = file.replace(/\.[^./]+$/, '') + ending;
  if ((taken.get(plain) ?? image.id) !== image.id) return file + ending;
  const other = await database().sample.findFirst({
    // faces of one image are plain#1, plain#2 …; $ follows # in every order
    where: { datasetId, OR: [{ key: plain }, { key: { gte: `${plain}#`, lt: `${plain}$` } }] },
    select: { id: true },
  });
  return other ? file + ending : plain;
}

function toExportSample(row: Row, imageFile: string): ExportSample {
  return {
    key: row.key,
    name: row.name,
    imageFile,
    imageWidth: row.image.width,
    imageHeight: row.image.height,
    annotation: annotationFromJson(row.annotation),
    box: boxFromJson(row.box),
    pose: statedPose(row),
    person: row.person,
    split: row.split === 'none' ? null : (row.split as Split),
    tags: row.tags.map(({ tag }) => tag),
  };
}

/** An estimated pose is ours: nobody reads it as the set's own. */
function statedPose({ pitchRad, yawRad, rollRad, poseSource }: Row): Pose | null {
  if (poseSource === 'estimated' || pitchRad === null || yawRad === null || rollRad === null) return null;
  return { pitchRad, yawRad, rollRad };
}

export interface ExportOptions {
  readonly images: boolean;
  /** which samples; absent: all labelled ones of the dataset */
  readonly target?: SampleTarget;
}

export interface ExportResult {
  /** faces written */
  readonly exported: number;
  /** faces the format cannot hold */
  readonly skipped: readonly { readonly file: string; readonly reason: string }[];
  readonly certificate: Certificate;
}

/** Stands beside the labels of every export: what a reader of these files will find, and what not. */
export const CERTIFICATE_FILE = 'certificate.json';

/**
 * Writes the newest labels of a dataset in a format, images and a certificate of their round trip beside them.
 *
 * @throws UserError 400 for a format that can only be read
 */
export async function exportDataset(
  dataset: Dataset,
  format: DatasetFormat,
  sink: FileSink,
  { images, target }: ExportOptions,
): Promise<ExportResult> {
  if (!format.write) throw new UserError(400, `export: ${format.title} can be read but not written`);
  const certifier = new Certifier(format);
  const skipped: { file: string; reason: string }[] = [];
  let exported = 0;
  /** exported image file → image */
  const taken = new Map<string, string>();
  const copied = new Set<string>();
  async function* samples(): AsyncGenerator<ExportSample> {
    for await (const row of readRows(dataset.id, target)) {
      const imageFile = await exportedImageFile(row, taken);
      taken.set(imageFile, row.imageId);
      const sample = toExportSample(row, imageFile);
      await certifier.add(sample);
      const before = skipped.length;
      yield sample;
      // the writer asks for the next sample when it has written or refused this one
      if (skipped.length > before) continue;
      exported++;
      if (!images || copied.has(imageFile)) continue;
      copied.add(imageFile);
      const bytes = await storage().read(imageKey(row.imageId));
      if (!bytes) throw new Error(`export: image ${row.imageId} of ${row.key} is gone from the storage`);
      await sink.write(imageFile, bytes);
    }
  }
  await format.write(samples(), sink, ({ file, message }) => void skipped.push({ file, reason: message }));
  const certificate = await certifier.finish();
  await sink.write(CERTIFICATE_FILE, `${JSON.stringify(certificate, null, 2)}\n`);
  return { exported, skipped, certificate };
}
