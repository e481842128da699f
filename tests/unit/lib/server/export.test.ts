import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { describe, expect, it, vi } from 'vitest';
import { openPromise } from 'yauzl';
import { folderSink } from '@/lib/datasets/file-sink-node';
import { openFolder } from '@/lib/datasets/file-source-node';
import type { FileSink } from '@/lib/datasets/formats/format';
import { detectFormat, FORMATS, formatById } from '@/lib/datasets/formats/index';
import { openZip } from '@/lib/datasets/zip-source-node';
import { decodeImage } from '@/lib/image/decode-node';
import { type Annotation, toIbug68 } from '@/lib/landmarks/annotation';
import { imagePoint } from '@/lib/landmarks/geometry';
import { saveAnnotation } from '@/lib/server/annotations';
import { database } from '@/lib/server/database';
import { requireDatasetByName } from '@/lib/server/datasets';
import { exportDataset } from '@/lib/server/export-dataset';
import { exportPart, exportZip } from '@/lib/server/export-zip';
import { importDataset } from '@/lib/server/import-dataset';
import { allParts, boxTag, dlibText, imageTag } from '@/tests/fixtures/dlib-xml/dlib-text';
import { plainPng } from '@/tests/fixtures/faces/images';
import { memoryFiles, memorySink } from '@/tests/fixtures/files/memory-files';
import { ptsText } from '@/tests/fixtures/ibug-pts/pts-text';
import { freshWorkbench } from './workbench';

const inFolder = freshWorkbench();

async function bringIn(dataset: string, source: Parameters<typeof detectFormat>[0]) {
  const result = await importDataset({ source, format: await detectFormat(source), dataset, kind: 'real' });
  expect(result.skipped).toEqual([]);
  return result;
}

const samplesOf = async (dataset: string) => {
  const rows = await database().sample.findMany({
    where: { dataset: { name: dataset } },
    orderBy: { key: 'asc' },
    include: { image: true },
  });
  return rows.map(({ key, name, split, annotation, image }) => ({
    key,
    name,
    split,
    imageId: image.id,
    annotation: annotation ? (JSON.parse(annotation) as Annotation) : null,
  }));
};

const write = async (dataset: string, format: string, sink: FileSink, images = true) =>
  exportDataset(await requireDatasetByName(dataset), formatById(format), sink, { images });

/** Numbers that no short decimal hits, on two images of which one lies in a folder and has dots in its name. */
async function awkwardSet(dataset: string) {
  const rows = Object.fromEntries(Array.from({ length: 68 }, (_, i) => [i, `${1 / 3 + 3 * i} ${Math.PI * (i + 1)}`]));
  await bringIn(
    dataset,
    memoryFiles({
      'val/face.v2.png': await plainPng(1),
      'val/face.v2.pts': ptsText({ rows }),
      'plain.png': await plainPng(2),
      'plain.pts': ptsText({ rows: { 0: '0.1 1e-7' } }),
      'unlabelled.png': await plainPng(3),
    }),
  );
  const [plain] = await database().sample.findMany({ where: { dataset: { name: dataset }, name: 'plain' } });
  const { points, ...rest } = JSON.parse(plain.annotation ?? '') as Annotation;
  const moved = points.map((point, i) => (i === 30 ? imagePoint(123.456789012345, 77 / 7) : point));
  await saveAnnotation(plain.id, { baseRevision: 1, annotation: { ...rest, points: moved }, author: 'anna' });
}

describe.each(['ibug-pts', 'csv'])('an export as %s', (format) => {
  it('comes back equal to the last bit: newest labels, places, splits and images', async () => {
    const name = `awkward-${format}`;
    await awkwardSet(name);
    const folder = inFolder(name);
    expect(await write(name, format, folderSink(folder))).toMatchObject({ exported: 2, skipped: [] });
    const back = await bringIn(`${name}-back`, await openFolder(folder));
    expect(back).toMatchObject({ format, imported: 2 });
    const original = (await samplesOf(name)).filter(({ annotation }) => annotation);
    expect(original[0].annotation?.points[30]).toEqual([123.456789012345, 11]);
    expect(await samplesOf(`${name}-back`)).toEqual(original);
  });

  it('may leave the images out', async () => {
    const sink = memorySink();
    await write(`awkward-${format}`, format, sink, false);
    expect(Object.keys(sink.written).filter((file) => file.endsWith('.png'))).toEqual([]);
    expect(Object.keys(sink.written).length).toBeGreaterThan(0);
  });

  it('as a zip has the same files, and comes back as it is', async () => {
    const name = `awkward-${format}`;
    const sink = memorySink();
    await write(name, format, sink);
    const stream = exportZip([await exportPart(await requireDatasetByName(name))], formatById(format), {
      images: true,
    });
    const file = inFolder(`${name}.zip`);
    await writeFile(file, new Uint8Array(await new Response(stream).arrayBuffer()));
    const zip = await openPromise(file);
    const entries: string[] = [];
    for await (const entry of zip.eachEntry()) entries.push(entry.fileName);
    expect(entries.sort()).toEqual(Object.keys(sink.written).sort());
    const source = await openZip(file);
    for (const [entry, content] of Object.entries(sink.written)) {
      expect(Buffer.from(await source.read(entry))).toEqual(Buffer.from(content as string));
    }
    await bringIn(`${name}-zip`, source);
    source.close();
    expect(await samplesOf(`${name}-zip`)).toEqual((await samplesOf(name)).filter(({ annotation }) => annotation));
  });
});

describe('what a format cannot hold', () => {
  const box = boxTag(allParts());

  it('is told and left out, not the end of the export', async () => {
    await bringIn(
      'several',
      memoryFiles({
        'set.xml': dlibText([imageTag('a.png', [box, box]), imageTag('b.png', [box])]),
        'a.png': await plainPng(4),
        'b.png': await plainPng(5),
      }),
    );
    const sink = memorySink();
    const { exported, skipped } = await write('several', 'ibug-pts', sink);
    expect(exported).toBe(2);
    expect(skipped).toEqual([
      { file: expect.any(String), reason: expect.stringMatching(/^ibug-pts: a\.pts: expected one face/) },
    ]);
    expect(Object.keys(sink.written).sort()).toEqual(['a.png', 'a.pts', 'b.png', 'b.pts', 'certificate.json']);
  });

  it('takes no image along that nobody is labelled on', async () => {
    await bringIn(
      'gaps',
      memoryFiles({
        'set.xml': dlibText([imageTag('gap.png', [boxTag(allParts().slice(1))]), imageTag('whole.png', [box])]),
        'gap.png': await plainPng(6),
        'whole.png': await plainPng(7),
      }),
    );
    const sink = memorySink();
    expect((await write('gaps', 'ibug-pts', sink)).skipped).toHaveLength(1);
    expect(Object.keys(sink.written).sort()).toEqual(['certificate.json', 'whole.png', 'whole.pts']);
  });

  it('stands in the zip by name', async () => {
    const stream = exportZip([await exportPart(await requireDatasetByName('several'))], formatById('ibug-pts'), {
      images: false,
    });
    const file = inFolder('several.zip');
    await writeFile(file, new Uint8Array(await new Response(stream).arrayBuffer()));
    const source = await openZip(file);
    expect(await source.list()).toEqual(['a.pts', 'b.pts', 'certificate.json', 'not-exported.txt']);
    expect(new TextDecoder().decode(await source.read('not-exported.txt'))).toMatch(/^ibug-pts: a\.pts: [^\n]+\n$/);
    source.close();
  });

  it('is a whole format that can only be read', async () => {
    const readOnly = { ...FORMATS[0], write: undefined };
    const dataset = await requireDatasetByName('several');
    await expect(exportDataset(dataset, readOnly, memorySink(), { images: false })).rejects.toMatchObject({
      status: 400,
    });
  });
});

describe('images', () => {
  it('that browsers do not show leave as PNG, and never in the place of another', async () => {
    const ppm = (shade: number) =>
      Buffer.concat([Buffer.from('P6\n100 120\n255\n'), Buffer.alloc(100 * 120 * 3, shade)]);
    const [plain, again] = [ppm(50), ppm(60)];
    await bringIn(
      'ppm',
      memoryFiles({
        'train/a.ppm': plain,
        'train/a.pts': ptsText(),
        'train/b.ppm': again,
        'train/b.pts': ptsText(),
      }),
    );
    // another import brings a b.png beside b.ppm
    await bringIn('ppm', memoryFiles({ 'train/b.png': await plainPng(8), 'train/b.pts': ptsText() }));
    const folder = inFolder('ppm');
    expect(await write('ppm', 'csv', folderSink(folder))).toMatchObject({ exported: 3, skipped: [] });
    const back = await openFolder(folder);
    expect((await back.list()).filter((file) => file.endsWith('.png'))).toEqual([
      'train/a.png',
      'train/b.png',
      'train/b.ppm.png',
    ]);
    const pixels = await decodeImage(await readFile(path.join(folder, 'train/b.ppm.png')));
    expect(pixels.data.subarray(0, 3)).toEqual(Buffer.alloc(3, 60));
    const { width } = await sharp(path.join(folder, 'train/b.png')).metadata();
    expect(width).toBe(320);
    await bringIn('ppm-back', back);
  });

  it('that are gone from the storage stop the export aloud', async () => {
    await bringIn('gone', memoryFiles({ 'x.png': await plainPng(9), 'x.pts': ptsText() }));
    await database().image.create({ data: { id: 'ffff', width: 9, height: 9, mediaType: 'image/png' } });
    await database().sample.updateMany({ where: { dataset: { name: 'gone' } }, data: { imageId: 'ffff' } });
    await expect(write('gone', 'csv', memorySink())).rejects.toThrow(
      'export: image ffff of x.png is gone from the storage',
    );
    const told = vi.spyOn(console, 'error').mockImplementation(() => {});
    const stream = exportZip([await exportPart(await requireDatasetByName('gone'))], formatById('csv'), {
      images: true,
    });
    await expect(new Response(stream).arrayBuffer()).rejects.toThrow();
    expect(told).toHaveBeenCalled();
    told.mockRestore();
  });
});

describe('a zip', () => {
  it('that nobody reads to the end ends quietly', async () => {
    const told = vi.spyOn(console, 'error').mockImplementation(() => {});
    const stream = exportZip([await exportPart(await requireDatasetByName('awkward-csv'))], formatById('csv'), {
      images: true,
    });
    await stream.cancel();
    await vi.waitFor(() => expect(told).toHaveBeenCalledOnce());
    told.mockRestore();
  });

  it('of more files than it can count is refused before it begins', async () => {
    const dataset = await requireDatasetByName('several');
    expect(() => exportZip([{ dataset, samples: 40_000 }], formatById('csv'), { images: true })).toThrow(
      expect.objectContaining({
        status: 413,
        message: 'export: 80002 files are more than a zip holds; write a folder: landmarks export',
      }),
    );
  });
});

describe('70 landmarks', () => {
  it('leave as their first 68 where a format has no more', async () => {
    const text = Array.from({ length: 70 }, (_, i) => `${10.25 + i} ${20.5 + 2 * i}\n`).join('');
    await bringIn('seventy', memoryFiles({ '000001.png': await plainPng(10), '000001_ldmks.txt': text }));
    const folder = inFolder('seventy');
    await write('seventy', 'ibug-pts', folderSink(folder));
    await bringIn('seventy-back', await openFolder(folder));
    const [original] = await samplesOf('seventy');
    const [back] = await samplesOf('seventy-back');
    expect(back.annotation).toEqual(original.annotation && toIbug68(original.annotation));
  });
});
