import { describe, expect, it } from 'vitest';
import {
  type FilterData,
  type Filters,
  NO_FILTERS,
  refusalsOf,
  rowsPassing,
  sortedRows,
  wordColumn,
  wordCounts,
} from '@/lib/evaluation/cross-filter';
import { formatRunView, parseRunView, USUAL_VIEW } from '@/lib/evaluation/filter-address';
import { columnsOf } from '@/tests/fixtures/faces/result-columns';

const data: FilterData = {
  columns: columnsOf([
    { id: 'a', error: 4, yawDeg: -10, regions: { jaw: 9 } },
    { id: 'b', error: 12, yawDeg: 45, regions: { jaw: 3 } },
    { id: 'c', error: 7, regions: { jaw: Number.NaN } },
    { id: 'd', error: 12, yawDeg: 80, regions: { jaw: 20 } },
    { id: 'e', error: 2, yawDeg: 5 },
  ]),
  words: {
    split: wordColumn([['val'], ['test'], ['val'], ['val'], ['test']]),
    tag: wordColumn([['glasses', 'night'], [], ['night'], ['glasses'], []]),
  },
};

const names = (rows: Uint32Array) => Array.from(rows, (row) => data.columns.ids[row]).join('');
const passing = (filters: Partial<Filters>, but?: Parameters<typeof rowsPassing>[1]) =>
  names(rowsPassing(refusalsOf(data, { ...NO_FILTERS, ...filters }), but));

describe('filters that cross', () => {
  it('let everything pass when there are none', () => {
    expect(passing({})).toBe('abcde');
  });

  it('take ranges with both ends, and leave out what has no number', () => {
    expect(passing({ ranges: { error: [4, 12] } })).toBe('abcd');
    // either way: a turns by −10°
    expect(passing({ ranges: { yaw: [10, 45] } })).toBe('ab');
    expect(passing({ ranges: { jaw: [0, Infinity] } })).toBe('abde');
    expect(passing({ ranges: { nme: [6, 6] } })).toBe('bd');
  });

  it('take any of the words chosen, of tags all', () => {
    expect(passing({ words: { split: ['val'] } })).toBe('acd');
    expect(passing({ words: { split: ['val', 'test'] } })).toBe('abcde');
    expect(passing({ words: { tag: ['night', 'glasses'] } })).toBe('a');
    expect(passing({ words: { tag: ['night'] } })).toBe('ac');
    expect(passing({ words: { tag: ['nobody'] } })).toBe('');
  });

  it('cross: each narrows the others', () => {
    expect(passing({ ranges: { error: [5, 20], jaw: [10, 30] }, words: { split: ['val'] } })).toBe('d');
  });

  it('leave a chart its own dimension, so that it shows what choosing differently would give', () => {
    const filters = { ranges: { error: [5, 20] as const }, words: { split: ['val'] } };
    expect(passing(filters)).toBe('cd');
    expect(passing(filters, 'error')).toBe('acd');
    expect(passing(filters, 'split')).toBe('bcd');
    expect(passing(filters, 'yaw')).toBe('cd');
  });

  it('count words among what is left', () => {
    const rows = rowsPassing(refusalsOf(data, { ...NO_FILTERS, ranges: { error: [4, 7] } }));
    const tags = data.words.tag;
    expect(tags && wordCounts(tags, rows)).toEqual([
      { word: 'glasses', count: 1 },
      { word: 'night', count: 2 },
    ]);
  });

  it('sort by any number, what has none last either way', () => {
    const all = refusalsOf(data, NO_FILTERS);
    expect(names(sortedRows(data, all, 'error', 'desc'))).toBe('dbcae');
    expect(names(sortedRows(data, all, 'error', 'asc'))).toBe('eacbd');
    expect(names(sortedRows(data, all, 'jaw', 'desc'))).toBe('dabec');
    expect(names(sortedRows(data, all, 'jaw', 'asc'))).toBe('ebadc');
    // rising: e 2, a 4, c 7, b 12, d 12
    expect(names(sortedRows(data, all, 'error', 'median'))).toBe('cbade');
    const some = refusalsOf(data, { ...NO_FILTERS, words: { split: ['val'] } });
    expect(names(sortedRows(data, some, 'error', 'desc'))).toBe('dca');
  });
});

describe('the view in the address', () => {
  it('goes there and back', () => {
    const view = {
      filters: {
        ranges: { error: [5.5, Infinity], yaw: [-30, 30], 'left-brow': [0, 8] },
        words: { tag: ['night, rain', 'glasses'], split: ['val'] },
      },
      sort: 'jaw',
      order: 'asc',
      threshold: 8.5,
    } as const;
    const params = formatRunView(view);
    expect(params.get('error')).toBe('5.5~');
    expect(parseRunView(new URLSearchParams(params.toString()))).toEqual(view);
  });

  it('is empty for the usual view, and passes over what means nothing', () => {
    expect(formatRunView(USUAL_VIEW).toString()).toBe('');
    expect(parseRunView(new URLSearchParams('error=~&yaw=abc&sort=beauty&sr=-4&order=up&nose=1'))).toEqual(USUAL_VIEW);
  });
});
