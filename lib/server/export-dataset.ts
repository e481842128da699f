import 'server-only';
import type { DatasetFormat, ExportSample, FileSink } from '@/lib/datasets/formats/format';
import type { Split } from '@/lib/datasets/sample';
import type { Dataset, Prisma } from '@/prisma/generated/client';
import { annotationFromJson, boxFromJson } from './annotation-json';
import { database } from './database';
import { imageKey, storage } from './storage';
import { UserError } from './user-error';

const PAGE = 500;
const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'image/webp': '.webp',
};

type Row = Prisma.SampleGetPayload<{ include: { image: true } }>;

/** Labelled samples of a dataset in the order of their keys, a page at a time. */
async function* readRows(datasetId: string): AsyncGenerator<Row> {
  let after = '';
  for (;;) {
    const rows = await database().sample.findMany({
      where: { datasetId, key: { gt: after }, revision: { gt: 0 } },
      orderBy: { key: 'asc' },
      take: PAGE,
      include: { image: true },
    });
    yield* rows;
    if (rows.length < PAGE) return;
    after = rows[rows.length - 1].key;
  }
}

/** The image keeps its place in the source; its ending tells what it is now (a .ppm is kept as .png). */
function exportedImageFile({ key, image }: Row): string {
  const file = key.replace(/#\d+$/, '');
  const isShown = /\.(jpe?g|png|webp)$/i.test(file);
  return isShown ? file : file.replace(/\.[^./]+$/, '') + (EXTENSIONS[image.mediaType] ?? '.png');
}

function toExportSample(row: Row): ExportSample {
  return {
    key: row.key,
    name: row.name,
    imageFile: exportedImageFile(row),
    imageWidth: row.image.width,
    imageHeight: row.image.height,
    annotation: annotationFromJson(row.annotation),
    box: boxFromJson(row.box),
    pose:
      row.pitchRad === null || row.yawRad === null || row.rollRad === null
        ? null
        : { pitchRad: row.pitchRad, yawRad: row.yawRad, rollRad: row.rollRad },
    person: row.person,
    split: row.split === 'none' ? null : (row.split as Split),
  };
}

/**
 * Writes the newest labels of a dataset in a format, images beside them.
 *
 * @returns samples written
 * @throws UserError 400 for a format that can only be read
 */
export async function exportDataset(
  dataset: Dataset,
  format: DatasetFormat,
  sink: FileSink,
  { images }: { images: boolean },
): Promise<number> {
  if (!format.write) throw new UserError(400, `export: ${format.title} can be read but not written`);
  let written = 0;
  const copied = new Set<string>();
  async function* samples(): AsyncGenerator<ExportSample> {
    for await (const row of readRows(dataset.id)) {
      const sample = toExportSample(row);
      if (images && !copied.has(sample.imageFile)) {
        const bytes = await storage().read(imageKey(row.imageId));
        if (!bytes) throw new Error(`export: image ${row.imageId} of ${row.key} is gone from the storage`);
        await sink.write(sample.imageFile, bytes);
        copied.add(sample.imageFile);
      }
      written++;
      yield sample;
    }
  }
  await format.write(samples(), sink);
  return written;
}
