import { unzipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { sampleQuerySchema } from '@/lib/contracts/sample';
import { ibugPts } from '@/lib/datasets/formats/ibug-pts';
import { changeSamples } from '@/lib/server/bulk';
import { database } from '@/lib/server/database';
import { importDataset } from '@/lib/server/import-dataset';
import { deleteNote, saveNote } from '@/lib/server/notes';
import { openExport, prepareExport } from '@/lib/server/prepared-exports';
import { getSample } from '@/lib/server/samples';
import { deleteFilter, listFilters, saveFilter } from '@/lib/server/saved-filters';
import { plainPng } from '@/tests/fixtures/faces/images';
import { memoryFiles } from '@/tests/fixtures/files/memory-files';
import { ptsText } from '@/tests/fixtures/ibug-pts/pts-text';
import { freshWorkbench } from './workbench';

freshWorkbench();

let ids: Record<string, string>;

beforeAll(async () => {
  for (const [dataset, names] of [
    ['First set', ['a', 'b', 'c']],
    ['Second set', ['d']],
  ] as const) {
    const files: Record<string, string | Uint8Array> = {};
    for (const [i, name] of names.entries()) {
      files[`${name}.png`] = await plainPng(i + 10 * names.length);
      files[`${name}.pts`] = ptsText();
    }
    files[`${names[0]}-blank.png`] = await plainPng(99 + names.length);
    await importDataset({ source: memoryFiles(files), format: ibugPts, dataset, kind: 'real' });
  }
  ids = Object.fromEntries((await database().sample.findMany()).map(({ name, id }) => [name, id]));
});

describe('a note on a landmark', () => {
  it('is kept, replaced and taken away', async () => {
    await saveNote(ids.a, 30, { text: 'hidden by the hand', author: 'ada' });
    await saveNote(ids.a, 8, { text: 'chin', author: 'ada' });
    const notes = await saveNote(ids.a, 30, { text: 'on the mark', author: 'bert' });
    expect(notes.map(({ landmark, text, author }) => [landmark, text, author])).toEqual([
      [8, 'chin', 'ada'],
      [30, 'on the mark', 'bert'],
    ]);
    expect((await getSample(ids.a))?.notes).toEqual(notes);
    expect((await deleteNote(ids.a, 30)).map(({ landmark }) => landmark)).toEqual([8]);
    expect(await deleteNote(ids.a, 30)).toHaveLength(1);
  });

  it('is on a landmark of the face', async () => {
    const note = { text: 'x', author: 'ada' };
    await expect(saveNote(ids.a, 68, note)).rejects.toMatchObject({ status: 400 });
    await expect(saveNote(ids.a, 1.5, note)).rejects.toMatchObject({ status: 400 });
    await expect(saveNote('nobody', 1, note)).rejects.toMatchObject({ status: 404 });
  });
});

describe('saved filters', () => {
  it('are kept by name; the same name again is the newer one', async () => {
    await saveFilter({ name: 'turned', query: 'minYaw=30' });
    await saveFilter({ name: 'bad', query: 'minError=10&sort=error' });
    const filters = await saveFilter({ name: 'turned', query: 'minYaw=45' });
    expect(filters.map(({ name, query }) => [name, query])).toEqual([
      ['bad', 'minError=10&sort=error'],
      ['turned', 'minYaw=45'],
    ]);
    expect(await deleteFilter(filters[0].id)).toHaveLength(1);
    expect(await listFilters()).toHaveLength(1);
    await expect(deleteFilter(filters[0].id)).rejects.toMatchObject({ status: 404 });
  });
});

describe('a prepared export', () => {
  const filesOf = async (url: string) => {
    const { stream, name } = openExport(url.split('/').at(-1) as string);
    const files = unzipSync(new Uint8Array(await new Response(stream).arrayBuffer()));
    return [name, ...Object.keys(files).sort()];
  };

  it('holds the chosen faces only', async () => {
    const prepared = await prepareExport({ target: { ids: [ids.a, ids.c] }, format: 'ibug-pts', images: true });
    expect(prepared).toMatchObject({ samples: 2, datasets: ['First set'] });
    expect(await filesOf(prepared.url)).toEqual([
      'First-set-ibug-pts.zip',
      'a.png',
      'a.pts',
      'c.png',
      'c.pts',
      'certificate.json',
    ]);
  });

  it('of a review state holds just those', async () => {
    await changeSamples({ action: 'review', target: { ids: [ids.b, ids.d] }, state: 'fixed' });
    const query = sampleQuerySchema.parse({ review: 'fixed' });
    const prepared = await prepareExport({ target: { query }, format: 'ibug-pts', images: false });
    expect(prepared).toMatchObject({ samples: 2, datasets: ['First set', 'Second set'] });
    expect(await filesOf(prepared.url)).toEqual([
      'landmarks-ibug-pts.zip',
      'First-set/b.pts',
      'First-set/certificate.json',
      'Second-set/certificate.json',
      'Second-set/d.pts',
    ]);
  });

  it('of nothing, in no format, or under an old address is refused', async () => {
    const blank = { ids: [ids['a-blank']] };
    await expect(prepareExport({ target: blank, format: 'csv', images: false })).rejects.toMatchObject({ status: 422 });
    await expect(prepareExport({ target: { ids: [ids.a] }, format: 'docx', images: false })).rejects.toThrow(
      'expected one of',
    );
    expect(() => openExport('nothing')).toThrow('not found');
  });
});
