import { afterEach, describe, expect, it, vi } from 'vitest';
import { reviewHref, reviewPlaceOf, reviewQuery, reviewQueue } from '@/components/review/review-queue';
import { sampleQuerySchema } from '@/lib/contracts/sample';

const query = (words: Record<string, string>) => sampleQuerySchema.parse(words);

afterEach(() => vi.unstubAllGlobals());

describe('what a review asks about', () => {
  it('is what nobody has decided about, the worst first', () => {
    expect(reviewQuery(query({ model: 'full', q: 'anna' }))).toMatchObject({
      review: ['unreviewed', 'to-fix'],
      sort: 'error',
      q: 'anna',
    });
  });

  it('is what the gallery has chosen, in the order that it has chosen', () => {
    expect(reviewQuery(query({ model: 'full', review: 'approved', sort: 'yaw' }))).toMatchObject({
      review: ['approved'],
      sort: 'yaw',
    });
  });

  it('goes by name without a model: there is no error to sort by', () => {
    expect(reviewQuery(query({})).sort).toBe('name');
  });

  it('begins behind one address', () => {
    expect(reviewHref('set1', 'minYaw=30')).toBe('/datasets/set1/review?minYaw=30');
    expect(reviewHref('all', '')).toBe('/datasets/all/review');
  });
});

describe('the address of a review', () => {
  it('says when it was begun and how many it had; nonsense says nothing', () => {
    expect(reviewPlaceOf(new URLSearchParams('queue=review&since=2026-11-25T10:00:00.000Z&of=80'))).toEqual({
      since: '2026-11-25T10:00:00.000Z',
      size: 80,
    });
    expect(reviewPlaceOf(new URLSearchParams('since=yesterday&of=many'))).toEqual({ since: undefined, size: null });
  });

  it('finds what has not been decided about since then, page by page', async () => {
    const asked: string[] = [];
    vi.stubGlobal('fetch', async (url: string) => {
      asked.push(url);
      return Response.json(
        url.includes('count') ? { count: 3 } : { items: [{ id: 'a' }, { id: 'b' }], nextCursor: 'more' },
      );
    });
    const since = '2026-11-25T10:00:00.000Z';
    const source = reviewQueue(query({ model: 'full' }), { since, size: 80 });
    const { signal } = new AbortController();
    expect(await source.read('here', signal)).toEqual({ ids: ['a', 'b'], nextCursor: 'more' });
    expect(await source.count(signal)).toBe(3);
    for (const url of asked) {
      const words = new URLSearchParams(url.split('?')[1]);
      expect(words.get('reviewedBefore')).toBe(since);
      expect(words.get('review')).toBe('unreviewed,to-fix');
      expect(words.get('sort')).toBe('error');
    }
    expect(new URLSearchParams(asked[0].split('?')[1]).get('cursor')).toBe('here');
    // another beginning is another queue
    expect(reviewQueue(query({ model: 'full' }), { since: undefined, size: null }).key).not.toBe(source.key);
  });
});
