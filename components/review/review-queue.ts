import { apiParams } from '@/components/gallery/gallery-query';
import type { QueuePage, QueueSource } from '@/components/queue/queue-source';
import { OPEN_STATES } from '@/lib/contracts/review';
import type { SamplePage, SampleQuery } from '@/lib/contracts/sample';
import { fetchJson } from '@/lib/request';

/** Faces asked for at a time. */
const PAGE = 50;

/** What of a review stands in the address, beside the gallery's query. */
export interface ReviewPlace {
  /** when it was begun: whatever has been decided since then is done */
  readonly since: string | undefined;
  /** faces there were at its beginning */
  readonly size: number | null;
}

export function reviewPlaceOf(params: URLSearchParams): ReviewPlace {
  const since = params.get('since');
  const size = params.get('of');
  return {
    since: since !== null && !Number.isNaN(Date.parse(since)) ? new Date(since).toISOString() : undefined,
    size: size !== null && /^\d{1,9}$/.test(size) ? Number(size) : null,
  };
}

/**
 * What of a gallery's query is asked about, and in which order: the worst first where the gallery goes by name, and faces
 * that are decided about already only where the gallery chooses them by their state.
 */
export const reviewQuery = (query: SampleQuery, since?: string): SampleQuery => ({
  ...query,
  review: query.review ?? [...OPEN_STATES],
  sort: query.sort === 'name' && query.model !== undefined ? 'error' : query.sort,
  reviewedBefore: since,
});

/** Where a gallery's review begins, or is gone on with. @param search the gallery's own address */
export const reviewHref = (scope: string, search: string): string =>
  `/datasets/${scope}/review${search && `?${search}`}`;

/** Faces of a gallery's query that nobody has decided about since the review was begun. */
export function reviewQueue(query: SampleQuery, { since, size }: ReviewPlace): QueueSource {
  const params = apiParams(reviewQuery(query, since));
  return {
    key: `review ${params}`,
    title: 'Review',
    size,
    query,
    async read(cursor, signal): Promise<QueuePage> {
      const page = new URLSearchParams(params);
      page.set('limit', String(PAGE));
      if (cursor) page.set('cursor', cursor);
      const { items, nextCursor } = await fetchJson<SamplePage>(`/api/samples?${page}`, { signal });
      return { ids: items.map(({ id }) => id), nextCursor };
    },
    count: async (signal) => (await fetchJson<{ count: number }>(`/api/samples/count?${params}`, { signal })).count,
  };
}
