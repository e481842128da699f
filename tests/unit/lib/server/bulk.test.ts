import { beforeEach, describe, expect, it } from 'vitest';
import type { BulkChange, BulkResult } from '@/lib/contracts/bulk';
import { bulkChangeSchema } from '@/lib/contracts/bulk';
import { sampleQuerySchema } from '@/lib/contracts/sample';
import { changeSamples } from '@/lib/server/bulk';
import { database } from '@/lib/server/database';
import { storeFaces } from '@/tests/fixtures/faces/stored-face';
import { freshWorkbench } from './workbench';

freshWorkbench();

beforeEach(async () => {
  await database().dataset.deleteMany();
  await database().image.deleteMany();
  await storeFaces('set', [{ id: 'a' }, { id: 'b' }, { id: 'c', split: 'train' }]);
  await database().sample.update({ where: { id: 'b' }, data: { reviewState: 'approved', verdict: 'model-error' } });
});

const look = async () =>
  (await database().sample.findMany({ orderBy: { id: 'asc' }, include: { tags: { orderBy: { tag: 'asc' } } } })).map(
    ({ id, split, reviewState, verdict, tags }) => [id, split, reviewState, verdict, tags.map(({ tag }) => tag).join()],
  );

const START = [
  ['a', 'val', 'unreviewed', null, ''],
  ['b', 'val', 'approved', 'model-error', ''],
  ['c', 'train', 'unreviewed', null, ''],
];

/** Takes a change back as the page does: what the server answered is sent to it again. */
async function undo({ undo: steps }: BulkResult): Promise<void> {
  for (const step of steps) await changeSamples(bulkChangeSchema.parse(JSON.parse(JSON.stringify(step))));
}

const all = { ids: ['a', 'b', 'c'] };
const ofQuery = (words: Record<string, string>) => ({ query: sampleQuerySchema.parse(words) });

describe('a change of many samples', () => {
  it.each<[string, BulkChange, number, unknown[]]>([
    ['sets a state', { action: 'review', target: all, state: 'approved' }, 2, ['approved', 'approved', 'approved']],
    [
      'sets a verdict',
      { action: 'review', target: all, verdict: 'label-error' },
      3,
      ['unreviewed', 'approved', 'unreviewed'],
    ],
    ['moves to a split', { action: 'split', target: all, split: 'train' }, 2, ['unreviewed', 'approved', 'unreviewed']],
    ['tags', { action: 'tag', target: all, tag: 'glasses' }, 3, ['unreviewed', 'approved', 'unreviewed']],
  ])('%s, says how many have changed, and can be taken back', async (_, change, changed, states) => {
    const result = await changeSamples(change);
    expect(result.changed).toBe(changed);
    expect((await look()).map((row) => row[2])).toEqual(states);
    expect(await look()).not.toEqual(START);
    await undo(result);
    expect(await look()).toEqual(START);
  });

  it('may mean all that match a query, whatever their number', async () => {
    const result = await changeSamples({ action: 'review', target: ofQuery({ split: 'val' }), state: 'to-fix' });
    expect(result.changed).toBe(2);
    expect((await look()).map((row) => row[2])).toEqual(['to-fix', 'to-fix', 'unreviewed']);
    await undo(result);
    expect(await look()).toEqual(START);
  });

  it('that changes nothing has nothing to take back', async () => {
    expect(await changeSamples({ action: 'review', target: { ids: ['b'] }, state: 'approved' })).toEqual({
      changed: 0,
      undo: [],
    });
    expect(await changeSamples({ action: 'untag', target: all, tag: 'beard' })).toEqual({ changed: 0, undo: [] });
    expect(await changeSamples({ action: 'split', target: { ids: ['nobody'] }, split: 'val' })).toEqual({
      changed: 0,
      undo: [],
    });
  });

  it('gives a tag only to those that lack it, and taking it back leaves the others theirs', async () => {
    await changeSamples({ action: 'tag', target: { ids: ['b'] }, tag: 'glasses' });
    const result = await changeSamples({ action: 'tag', target: all, tag: 'glasses' });
    expect(result.changed).toBe(2);
    await undo(result);
    expect((await look()).map((row) => row[4])).toEqual(['', 'glasses', '']);
    const untagged = await changeSamples({ action: 'untag', target: all, tag: 'glasses' });
    expect(untagged.changed).toBe(1);
    await undo(untagged);
    expect((await look()).map((row) => row[4])).toEqual(['', 'glasses', '']);
  });

  it('remembers when it was decided, and forgets it for what is unreviewed again', async () => {
    await changeSamples({ action: 'review', target: { ids: ['a'] }, state: 'ambiguous' });
    const read = () => database().sample.findUniqueOrThrow({ where: { id: 'a' } });
    expect((await read()).reviewedAt?.getTime()).toBeGreaterThan(Date.now() - 60_000);
    await changeSamples({ action: 'review', target: { ids: ['a'] }, state: 'unreviewed' });
    expect((await read()).reviewedAt).toBeNull();
  });

  it('is checked word by word', () => {
    const parse = (change: unknown) => bulkChangeSchema.safeParse(change).success;
    expect(parse({ action: 'review', target: all, state: 'approved' })).toBe(true);
    expect(parse({ action: 'review', target: all, state: 'fine' })).toBe(false);
    expect(parse({ action: 'tag', target: all, tag: 'a,b' })).toBe(false);
    expect(parse({ action: 'tag', target: all, tag: ' Glasses ' })).toBe(true);
    expect(parse({ action: 'delete', target: { ids: ["x' OR 1"] } })).toBe(false);
    expect(parse({ action: 'restore', deletion: 'x"; DROP TABLE "Sample' })).toBe(false);
  });
});
