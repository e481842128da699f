import { existsSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { UNDO_MS } from '@/lib/contracts/bulk';
import { ibugPts } from '@/lib/datasets/formats/ibug-pts';
import { changeSamples } from '@/lib/server/bulk';
import { database } from '@/lib/server/database';
import { datasetBelongings, deleteDataset } from '@/lib/server/datasets';
import { BELONGINGS, deleteSamples, finishDeletions, pendingSamples, restoreSamples } from '@/lib/server/deletions';
import { readThumbnail } from '@/lib/server/images';
import { importDataset } from '@/lib/server/import-dataset';
import { storePredictions } from '@/lib/server/predictions';
import { imageKey } from '@/lib/server/storage';
import { Prisma } from '@/prisma/generated/client';
import { plainPng } from '@/tests/fixtures/faces/images';
import { storeModel } from '@/tests/fixtures/faces/stored-face';
import { memoryFiles } from '@/tests/fixtures/files/memory-files';
import { ptsText } from '@/tests/fixtures/ibug-pts/pts-text';
import { freshWorkbench } from './workbench';

const inFolder = freshWorkbench();

/** Two faces with pictures; the picture of the second is shown by the other set too. */
async function bringIn(): Promise<{ ids: string[]; images: string[] }> {
  const files = { 'a.png': await plainPng(1), 'a.pts': ptsText(), 'b.png': await plainPng(2), 'b.pts': ptsText() };
  const common = { format: ibugPts, kind: 'real' as const };
  await importDataset({ ...common, source: memoryFiles(files), dataset: 'set' });
  const other = { 'b.png': files['b.png'], 'b.pts': files['b.pts'] };
  await importDataset({ ...common, source: memoryFiles(other), dataset: 'other' });
  const rows = await database().sample.findMany({ where: { dataset: { name: 'set' } }, orderBy: { name: 'asc' } });
  return { ids: rows.map(({ id }) => id), images: rows.map(({ imageId }) => imageId) };
}

const isOnDisk = (imageId: string) => existsSync(inFolder('workbench', 'storage', imageKey(imageId)));
const thumbnailOf = (id: string) => inFolder('workbench', 'storage', 'thumbnails', id.slice(0, 2), `${id}-r1-96.webp`);
const trash = () => database().$queryRaw`SELECT "name" FROM sqlite_master WHERE "name" LIKE 'trash%'`;

/** Everything of every table, so that nothing that comes back can differ unseen. */
async function dump() {
  const tables = ['Dataset', 'Image', 'Sample', ...BELONGINGS];
  return Object.fromEntries(
    await Promise.all(
      tables.map(async (table) => {
        const rows = await database().$queryRaw<unknown[]>(Prisma.raw(`SELECT * FROM "${table}"`) as never);
        return [
          table,
          rows.map((row) => JSON.stringify(row, (_, v) => (typeof v === 'bigint' ? Number(v) : v))).sort(),
        ];
      }),
    ),
  );
}

beforeEach(async () => {
  await database().dataset.deleteMany();
  await database().image.deleteMany();
  await database().model.deleteMany();
});
afterEach(() => vi.useRealTimers());

describe('deleted samples', () => {
  it('take everything that is theirs along, and bring it back just as it was', async () => {
    const { ids } = await bringIn();
    const [a, b] = ids;
    const db = database();
    for (const model of ['first', 'second']) {
      await storeModel(model);
      const landmarks = Array.from({ length: 68 }, (_, i): [number, number] => [i + 0.1, i + 1 / 3]);
      const item = { sample: a, cropRevision: 1, landmarks, confidence: 1 / 3, durationMs: 0.1 };
      await storePredictions({ model, crop: 'ground-truth', items: [item] });
    }
    await db.disagreement.create({
      data: { sampleId: a, modelA: 'first', modelB: 'second', crop: 'ground-truth', value: 2 / 3 },
    });
    await db.sampleTag.create({ data: { sampleId: a, tag: 'glasses' } });
    await db.landmarkNote.create({ data: { sampleId: b, landmark: 3, text: 'odd', author: 'ada' } });
    await db.findingVerdict.create({ data: { sampleId: b, finding: 'swap', verdict: 'right', revision: 1 } });
    const before = await dump();

    const { changed, undo } = await changeSamples({ action: 'delete', target: { ids } });
    expect(changed).toBe(2);
    expect(await db.sample.count({ where: { id: { in: ids } } })).toBe(0);
    for (const table of BELONGINGS.filter((name) => name !== 'AnnotationVersion')) {
      expect((await dump())[table], table).toEqual([]);
    }
    expect(undo).toEqual([{ action: 'restore', deletion: expect.stringMatching(/^[0-9a-f]{32}$/) }]);
    expect((await changeSamples(undo[0])).changed).toBe(2);
    expect(await dump()).toEqual(before);
    expect(await trash()).toEqual([]);
    await expect(changeSamples(undo[0])).rejects.toMatchObject({ status: 410 });
  });

  it('belong to tables that are all known here', async () => {
    const rows = await database().$queryRaw<{ name: string }[]>`
      SELECT DISTINCT m."name" AS "name" FROM sqlite_master m, pragma_foreign_key_list(m."name") f
      WHERE m."type" = 'table' AND f."table" IN ('Sample', 'Prediction')`;
    expect(rows.map(({ name }) => name).sort()).toEqual([...BELONGINGS].sort());
  });

  it('leave the disk when the seconds are over, but for pictures that another set shows', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { ids, images } = await bringIn();
    await readThumbnail(ids[0], 96);
    expect(existsSync(thumbnailOf(ids[0]))).toBe(true);
    const { undo } = await changeSamples({ action: 'delete', target: { ids } });
    vi.advanceTimersByTime(UNDO_MS);
    expect(images.map(isOnDisk)).toEqual([true, true]);
    vi.advanceTimersByTime(10_000);
    vi.useRealTimers();
    await vi.waitFor(async () => expect(await trash()).toEqual([]), 10_000);
    expect(images.map(isOnDisk)).toEqual([false, true]);
    expect(existsSync(thumbnailOf(ids[0]))).toBe(false);
    expect(await database().image.findMany({ select: { id: true } })).toEqual([{ id: images[1] }]);
    await expect(changeSamples(undo[0])).rejects.toMatchObject({ status: 410 });
  });

  it('that an earlier server had not finished with are finished by the next', async () => {
    const { ids, images } = await bringIn();
    const deleted = await deleteSamples(Prisma.sql`SELECT ${ids[0]}`);
    expect(deleted?.count).toBe(1);
    const kept = (globalThis as { workbenchDeletions?: Map<string, NodeJS.Timeout> }).workbenchDeletions;
    for (const timer of kept?.values() ?? []) clearTimeout(timer);
    kept?.clear(); // as if the process had ended
    await finishDeletions();
    expect(await trash()).toEqual([]);
    expect(isOnDisk(images[0])).toBe(false);
  });

  it('can be called back once more when the first try fails, and only one at a time', async () => {
    const { ids } = await bringIn();
    const before = await dump();
    const deletion = (await deleteSamples(Prisma.sql`SELECT ${ids[0]}`))?.deletion as string;
    const busy = vi.spyOn(database(), '$transaction').mockRejectedValueOnce(new Error('database is locked'));
    await expect(restoreSamples(deletion)).rejects.toThrow('database is locked');
    busy.mockRestore();
    const restored = restoreSamples(deletion);
    expect(pendingSamples()).toHaveLength(1); // its pictures stay meanwhile
    await expect(restoreSamples(deletion)).rejects.toMatchObject({ status: 409 });
    expect(await restored).toBe(1);
    expect(await dump()).toEqual(before);
    expect(pendingSamples()).toEqual([]);
    await expect(restoreSamples(deletion)).rejects.toMatchObject({ status: 410 });
  });

  it('that are none leave no trace', async () => {
    expect(await deleteSamples(Prisma.sql`SELECT 'nobody'`)).toBeNull();
    expect(await trash()).toEqual([]);
  });

  it('cannot come back into a set that is gone meanwhile', async () => {
    const { ids } = await bringIn();
    const { undo } = await changeSamples({ action: 'delete', target: { ids } });
    await database().dataset.deleteMany({ where: { name: 'set' } });
    expect((await changeSamples(undo[0])).changed).toBe(0);
    expect(await trash()).toEqual([]);
  });
});

describe('a deleted dataset', () => {
  it('tells what it takes along, and its pictures leave the disk', async () => {
    const { ids, images } = await bringIn();
    await readThumbnail(ids[1], 96);
    const { id } = await database().dataset.findUniqueOrThrow({ where: { name: 'set' } });
    expect(await datasetBelongings(id)).toEqual({
      samples: 2,
      corrections: 0,
      reviewed: 0,
      notes: 0,
      predictions: 0,
      evaluations: 0,
      images: 1,
    });
    await deleteDataset(id);
    expect(images.map(isOnDisk)).toEqual([false, true]);
    expect(existsSync(thumbnailOf(ids[1]))).toBe(false);
    await expect(deleteDataset(id)).rejects.toMatchObject({ status: 404 });
    await expect(datasetBelongings(id)).rejects.toMatchObject({ status: 404 });
  });

  it('leaves pictures of samples that may still come back', async () => {
    const { ids, images } = await bringIn();
    const { undo } = await changeSamples({ action: 'delete', target: { ids } });
    const { id } = await database().dataset.findUniqueOrThrow({ where: { name: 'other' } });
    await deleteDataset(id);
    expect(images.map(isOnDisk)).toEqual([true, true]);
    expect((await changeSamples(undo[0])).changed).toBe(2);
  });
});

describe('an import', () => {
  it('keeps no picture whose labels were refused', async () => {
    const files = { 'bad.png': await plainPng(7), 'bad.pts': ptsText({ rows: { 0: '1e9 1e9' } }) };
    const result = await importDataset({ source: memoryFiles(files), format: ibugPts, dataset: 'bad', kind: 'real' });
    expect(result).toMatchObject({ imported: 0 });
    expect(await database().image.count()).toBe(0);
    const { createHash } = await import('node:crypto');
    expect(isOnDisk(createHash('sha256').update(files['bad.png']).digest('hex'))).toBe(false);
  });
});
