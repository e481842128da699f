import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  filterValue,
  initialTarget,
  PICKED_VALUE,
  partsOf,
  targetGroups,
  targetSummary,
} from '@/components/evaluations/evaluation-targets';
import { evaluateHref } from '@/components/gallery/evaluate-href';
import type { DatasetSummary } from '@/lib/contracts/dataset';
import { sampleQuerySchema } from '@/lib/contracts/sample';

const dataset = (id: string, splits: DatasetSummary['splits']): DatasetSummary =>
  ({
    id,
    name: `Set ${id}`,
    samples: Object.values(splits).reduce((sum: number, count) => sum + (count ?? 0), 0),
    splits,
  }) as DatasetSummary;

const SETS = [dataset('a', { train: 80, val: 20 }), dataset('b', { none: 5 })];
const FILTER = { id: 'f', name: 'night', query: 'tag=night' };
const PICKED = { name: '2 hand-picked images', ids: ['s1', 's2'] };
const groups = targetGroups(SETS, [FILTER], PICKED);

afterEach(() => vi.unstubAllGlobals());

/** The server's answers, by path. */
const answer = (answers: Record<string, unknown>) =>
  vi.stubGlobal('fetch', async (url: string) => Response.json(answers[url.split('?')[0]]));

describe('what can be scored', () => {
  it('is every part of a set that has faces, filters and hand-picked images', () => {
    expect(
      groups.map(({ title, items }) => [title, ...items.map(({ label, aside }) => `${label} ${aside ?? ''}`)]),
    ).toEqual([
      ['Hand-picked', '2 hand-picked images 2'],
      ['Filters', 'night '],
      ['Set a', 'train 80', 'val 20', 'all splits 100'],
      ['Set b', 'without a split 5', 'all splits 5'],
    ]);
  });

  it('begins with what the address asks for, else with the part that says most', () => {
    expect(initialTarget(SETS, { dataset: 'a', split: 'train' })).toEqual(['split/a/train']);
    expect(initialTarget(SETS, { dataset: 'a', split: 'test' })).toEqual(['split/a/val']);
    expect(initialTarget(SETS, { dataset: 'b' })).toEqual(['split/b/all']);
    expect(initialTarget(SETS, { dataset: 'gone' })).toEqual(['split/a/val']);
    expect(initialTarget([], {})).toEqual([]);
  });

  it('is told in few words', () => {
    expect(targetSummary([], groups)).toBe('choose sets');
    expect(targetSummary(['split/a/val'], groups)).toBe('Set a, val (20)');
    expect(targetSummary(['split/a/val', filterValue(FILTER)], groups)).toBe('2 parts of sets');
  });
});

describe('the parts of a choice', () => {
  it('of a split are that split', async () => {
    expect(await partsOf(['split/a/val', 'split/b/all'], SETS, [], null)).toEqual([
      { dataset: 'a', split: 'val', title: 'Set a, val' },
      { dataset: 'b', split: 'all', title: 'Set b, all splits' },
    ]);
  });

  it('of a filter are one in each set that has images of it', async () => {
    answer({
      '/api/samples/facets': {
        datasets: [
          { id: 'a', count: 3 },
          { id: 'b', count: 0 },
        ],
      },
    });
    expect(await partsOf([filterValue(FILTER)], SETS, [FILTER], null)).toEqual([
      {
        dataset: 'a',
        split: 'all',
        selection: { kind: 'filter', name: 'night', query: 'tag=night' },
        title: 'Set a, night',
      },
    ]);
  });

  it('of hand-picked images are one in each set they are of', async () => {
    answer({ '/api/evaluations/sets': ['b', 'a'] });
    const parts = await partsOf([PICKED_VALUE], SETS, [], PICKED);
    expect(parts.map(({ dataset: id, selection }) => [id, selection?.kind])).toEqual([
      ['b', 'samples'],
      ['a', 'samples'],
    ]);
  });

  it('pass over what is no longer there', async () => {
    expect(await partsOf(['split/gone/val', 'split/a/nonsense', 'filter/gone'], SETS, [], null)).toEqual([]);
  });
});

describe('the way from the gallery', () => {
  const href = (words: Record<string, unknown>) =>
    new URL(evaluateHref('a', 'm', sampleQuerySchema.parse({ dataset: ['a'], model: 'm', ...words })), 'http://x');

  it('takes one split along, and means all by none', () => {
    expect(href({ split: ['val'] }).searchParams.get('split')).toBe('val');
    expect(href({}).searchParams.get('split')).toBe('all');
    expect(href({ sort: 'error', order: 'asc' }).searchParams.has('filter')).toBe(false);
  });

  it('takes along whatever else narrows the view', () => {
    const filter = new URLSearchParams(href({ minError: 10, q: 'indoor' }).searchParams.get('filter') ?? '');
    expect(Object.fromEntries(filter)).toEqual({
      dataset: 'a',
      crop: 'ground-truth',
      minError: '10',
      model: 'm',
      q: 'indoor',
    });
    expect(href({ split: ['val', 'test'] }).searchParams.get('filter')).toContain('split=val%2Ctest');
  });
});
