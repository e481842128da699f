import { describe, expect, it } from 'vitest';
import { sampleQuerySchema } from '@/lib/contracts/sample';
import { formatById } from '@/lib/datasets/formats/index';
import { database } from '@/lib/server/database';
import { exportDataset } from '@/lib/server/export-dataset';
import { importDataset } from '@/lib/server/import-dataset';
import { plainPng } from '@/tests/fixtures/faces/images';
import { memoryFiles, memorySink } from '@/tests/fixtures/files/memory-files';
import { ptsText } from '@/tests/fixtures/ibug-pts/pts-text';
import { freshWorkbench } from './workbench';

freshWorkbench();

async function bringIn(name: string) {
  const source = memoryFiles({
    'train/a.png': await plainPng(1),
    'train/a.pts': ptsText(),
    'test/b.png': await plainPng(2),
    'test/b.pts': ptsText({ rows: { 0: '20.25 30.5' } }),
    'test/unlabelled.png': await plainPng(3),
  });
  await importDataset({ source, format: formatById('ibug-pts'), dataset: name, kind: 'real' });
  return database().dataset.findUniqueOrThrow({ where: { name } });
}

describe('exportDataset', () => {
  it('writes the certificate beside the labels and the images of labelled samples', async () => {
    const sink = memorySink();
    const result = await exportDataset(await bringIn('whole'), formatById('ibug-pts'), sink, { images: true });
    expect(Object.keys(sink.written).sort()).toEqual([
      'certificate.json',
      'test/b.png',
      'test/b.pts',
      'train/a.png',
      'train/a.pts',
    ]);
    expect(result).toMatchObject({ exported: 2, skipped: [] });
    expect(result.certificate).toMatchObject({ samples: 2, largestChangePx: 0, orderKept: true, visibilityKept: true });
    expect(JSON.parse(String(sink.written['certificate.json']))).toEqual(result.certificate);
  });

  it('tells of faces that the format cannot hold, and leaves their images behind', async () => {
    const sink = memorySink();
    const result = await exportDataset(await bringIn('refused'), formatById('face-synthetics'), sink, { images: true });
    expect(Object.keys(sink.written)).toEqual(['certificate.json']);
    expect(result.exported).toBe(0);
    expect(result.skipped.map(({ reason }) => reason)).toEqual([
      'face-synthetics: test/b_ldmks.txt: expected the 70 landmarks of Face Synthetics 70, found 68',
      'face-synthetics: train/a_ldmks.txt: expected the 70 landmarks of Face Synthetics 70, found 68',
    ]);
    expect(result.certificate).toMatchObject({ samples: 0, refused: 2 });
  });

  it('exports one split, or what a query of the gallery finds', async () => {
    const dataset = await bringIn('part');
    const exported = async (words: Record<string, string>) => {
      const sink = memorySink();
      const query = sampleQuerySchema.parse(words);
      await exportDataset(dataset, formatById('ibug-pts'), sink, { images: false, target: { query } });
      return Object.keys(sink.written).filter((file) => file.endsWith('.pts'));
    };
    expect(await exported({ split: 'test' })).toEqual(['test/b.pts']);
    expect(await exported({ q: 'a' })).toEqual(['train/a.pts']);
    expect(await exported({ edited: 'yes' })).toEqual([]);
  });
});
