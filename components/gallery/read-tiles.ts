import type { SamplePage, SampleTile } from '@/lib/contracts/sample';
import { fetchJson } from '@/lib/request';
import { useGalleryStore } from './gallery-store';

export const FIRST_PAGE = 100;
export const NEXT_PAGES = 200;
/** A longer list is read again only where it has changed. */
const MOST_TO_RENEW = 2000;
/** Tiles that the server hands out by their ids at a time. */
const IDS_AT_ONCE = 100;

/** @param key the query as the API takes it */
export function readPage(key: string, cursor: string | null, limit: number, signal?: AbortSignal): Promise<SamplePage> {
  const params = new URLSearchParams(key);
  params.set('limit', String(limit));
  if (cursor) params.set('cursor', cursor);
  return fetchJson(`/api/samples?${params}`, { signal });
}

/**
 * Reads again what is known of a query: labels may have been corrected meanwhile. Of a long list only the samples that
 * are said to have changed, which keep their place in it; all of it where nobody knows which, as after a deletion has
 * been taken back.
 */
export async function renewTiles(key: string): Promise<void> {
  const { list, stale, freshen } = useGalleryStore.getState();
  if (list?.key !== key) return;
  try {
    if (stale === 'all' || list.tiles.length <= MOST_TO_RENEW) {
      await readAll(key);
    } else {
      const ids = list.tiles.map(({ id }) => id).filter((id) => stale.has(id));
      await readSome(key, ids);
    }
    freshen(stale);
  } catch {
    // the grid keeps what it has; what is stale is read with the next change
  }
}

async function readAll(key: string): Promise<void> {
  const items: SampleTile[] = [];
  let cursor: string | null = null;
  let known = 0;
  do {
    const page: SamplePage = await readPage(key, cursor, NEXT_PAGES);
    items.push(...page.items);
    cursor = page.nextCursor;
    const { list } = useGalleryStore.getState();
    if (list?.key !== key) return;
    known = list.tiles.length; // pages may have come at its end meanwhile
  } while (cursor && items.length < known);
  useGalleryStore.getState().open(key, { items, nextCursor: cursor });
}

async function readSome(key: string, ids: readonly string[]): Promise<void> {
  for (let from = 0; from < ids.length; from += IDS_AT_ONCE) {
    const asked = ids.slice(from, from + IDS_AT_ONCE);
    const tiles = await fetchJson<readonly SampleTile[]>(`/api/samples/tiles?${key}&ids=${asked}`);
    useGalleryStore.getState().replace(key, asked, tiles);
  }
}
