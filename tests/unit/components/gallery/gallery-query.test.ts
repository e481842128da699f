import { describe, expect, it } from 'vitest';
import {
  apiParams,
  filterHref,
  isFiltered,
  matchKey,
  NO_FILTERS,
  parseView,
  toggled,
  viewParams,
} from '@/components/gallery/gallery-query';

const parse = (scope: string, text: string, model: string | null = null) =>
  parseView(scope, new URLSearchParams(text), model);

describe('the gallery’s address', () => {
  it('says the whole view and reads back the same', () => {
    const text = 'kind=synthetic&maxError=40&minError=12.5&model=full-1&q=anna&sort=error&split=train%2Cval&size=200';
    const view = parse('all', text);
    expect(view).toMatchObject({
      query: { kind: ['synthetic'], split: ['train', 'val'], minError: 12.5, maxError: 40, q: 'anna', sort: 'error' },
      tileSize: 200,
    });
    expect(parse('all', viewParams('all', view).toString())).toEqual(view);
  });

  it('leaves out what is as usual', () => {
    expect(viewParams('set1', parse('set1', '')).toString()).toBe('');
  });

  it('keeps the scope’s dataset out of the address and in the API’s query', () => {
    const { query } = parse('set1', 'dataset=other');
    expect(query.dataset).toEqual(['set1']);
    expect(apiParams(query).toString()).toBe('crop=ground-truth&dataset=set1&sort=name');
  });

  it('passes over words that mean nothing and keeps the others', () => {
    const { query, tileSize } = parse('all', 'sort=beauty&split=val&minError=-3&size=huge');
    expect(query).toMatchObject({ sort: 'name', split: ['val'] });
    expect(query.minError).toBeUndefined();
    expect(tileSize).toBe(144);
  });

  it('shows the default model’s errors until another is named', () => {
    expect(parse('all', '', 'first').query.model).toBe('first');
    expect(parse('all', 'model=second', 'first').query.model).toBe('second');
  });

  it('bounds the size of the tiles', () => {
    expect(parse('all', 'size=5').tileSize).toBe(72);
    expect(parse('all', 'size=5000').tileSize).toBe(320);
  });
});

describe('matchKey', () => {
  it('is the same in any order and another for other samples', () => {
    const key = matchKey(parse('all', 'split=val').query);
    expect(matchKey(parse('all', 'split=val&sort=newest&order=asc').query)).toBe(key);
    expect(matchKey(parse('all', 'split=train').query)).not.toBe(key);
  });
});

describe('isFiltered', () => {
  it('does not count the dataset that the page is of', () => {
    expect(isFiltered('set1', parse('set1', '').query)).toBe(false);
    expect(isFiltered('all', parse('all', 'dataset=set1').query)).toBe(true);
    expect(isFiltered('set1', parse('set1', 'edited=no').query)).toBe(true);
  });

  it('counts crops of the detector, which clearing the filters takes back', () => {
    const view = parse('set1', 'crop=detector&split=val&model=full-1');
    expect(isFiltered('set1', view.query)).toBe(true);
    const cleared = { ...view, query: { ...view.query, ...NO_FILTERS, dataset: view.query.dataset } };
    expect(isFiltered('set1', cleared.query)).toBe(false);
    expect(viewParams('set1', cleared).toString()).toBe('model=full-1');
  });
});

describe('toggled', () => {
  it('adds, takes out, and says nothing chosen as undefined', () => {
    expect(toggled(undefined, 'a')).toEqual(['a']);
    expect(toggled(['a', 'b'], 'a')).toEqual(['b']);
    expect(toggled(['a'], 'a')).toBeUndefined();
  });
});

describe('a saved filter', () => {
  it('leads to the gallery of its one dataset, or to all images', () => {
    const { query } = parse('set1', 'minYaw=30&review=fixed%2Capproved', 'full-1');
    const href = filterHref(apiParams(query).toString());
    expect(href.startsWith('/datasets/set1?')).toBe(true);
    expect(parse('set1', href.split('?')[1]).query).toEqual(query);
    expect(filterHref('tag=glasses')).toBe('/datasets/all?tag=glasses');
    expect(filterHref('dataset=a%2Cb')).toBe('/datasets/all?dataset=a%2Cb');
    expect(filterHref('')).toBe('/datasets/all');
  });
});
