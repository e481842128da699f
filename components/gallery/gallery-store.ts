import { create } from 'zustand';
import type { StoredNews } from '@/components/run/run-store';
import type { SamplePage, SampleTile } from '@/lib/contracts/sample';

/** What has been read of one query. */
export interface TileList {
  /** the query it belongs to */
  readonly key: string;
  readonly tiles: readonly SampleTile[];
  /** null: all have been read */
  readonly nextCursor: string | null;
}

/** Samples that are not, or may not be, as they were read; `all`: nobody knows which. */
export type Stale = ReadonlySet<string> | 'all';

interface GalleryStore {
  /** kept when the page is left, so that coming back finds the same place */
  readonly list: TileList | null;
  /** new errors have come since the list was read: in the order by error it would be another */
  readonly isOutOfOrder: boolean;
  readonly scrollTop: number;
  /** the sample whose page was opened last */
  readonly opened: string | null;
  readonly selected: ReadonlySet<string>;
  /** where a range with Shift begins */
  readonly anchor: string | null;
  /** what the selection was made among */
  readonly selectionKey: string;
  /** the face that the keys stand on; it is the one shown large */
  readonly current: string | null;
  /** counts changes of the samples themselves: what was read before is read again */
  readonly changes: number;
  readonly stale: Stale;
  readonly open: (key: string, page: SamplePage) => void;
  readonly append: (key: string, page: SamplePage) => void;
  readonly applyStored: (news: StoredNews) => void;
  readonly setScrollTop: (scrollTop: number) => void;
  readonly setOpened: (id: string) => void;
  readonly setCurrent: (id: string | null) => void;
  /** samples were changed; those that are gone leave at once */
  readonly touch: (changed: readonly string[] | 'all', gone?: ReadonlySet<string>) => void;
  /** a sample's own page is looked at, where it may be changed */
  readonly visit: (id: string) => void;
  /** some samples of a list as they are now: one of which there is no tile is gone */
  readonly replace: (key: string, ids: readonly string[], tiles: readonly SampleTile[]) => void;
  /** these have been read again */
  readonly freshen: (read: Stale) => void;
  readonly select: (ids: Iterable<string>, anchor?: string | null) => void;
  readonly toggle: (id: string) => void;
  /** forgets a selection made among other samples */
  readonly selectAmong: (selectionKey: string) => void;
}

const NONE: ReadonlySet<string> = new Set();

export const useGalleryStore = create<GalleryStore>((set) => ({
  list: null,
  isOutOfOrder: false,
  scrollTop: 0,
  opened: null,
  selected: NONE,
  anchor: null,
  selectionKey: '',
  current: null,
  changes: 0,
  stale: NONE,
  open: (key, { items, nextCursor }) =>
    set((store) => ({
      list: { key, tiles: items, nextCursor },
      isOutOfOrder: false,
      scrollTop: store.list?.key === key ? store.scrollTop : 0,
    })),
  append: (key, { items, nextCursor }) =>
    set(({ list }) => (list?.key === key ? { list: { key, tiles: [...list.tiles, ...items], nextCursor } } : {})),
  applyStored: ({ items }) =>
    set(({ list }) => {
      if (!list) return {};
      const news = new Map(items.map((item) => [item.sample, item]));
      const tiles = list.tiles.map((tile) => {
        const item = news.get(tile.id);
        if (!item) return tile;
        return {
          ...tile,
          prediction: item.landmarks.flatMap((point) => point.slice(0, 2)),
          error: item.error,
          nme: item.nme,
        };
      });
      return { list: { ...list, tiles }, isOutOfOrder: true };
    }),
  setScrollTop: (scrollTop) => set({ scrollTop }),
  setOpened: (opened) => set({ opened }),
  setCurrent: (current) => set((store) => (store.current === current ? {} : { current })),
  touch: (changed, gone = NONE) =>
    set(({ list, selected, changes, stale }) => ({
      changes: changes + 1,
      stale: withStale(stale, changed),
      list: list && { ...list, tiles: list.tiles.filter(({ id }) => !gone.has(id)) },
      selected: gone.size === 0 ? selected : new Set([...selected].filter((id) => !gone.has(id))),
    })),
  visit: (id) => set(({ stale }) => ({ stale: withStale(stale, [id]) })),
  replace: (key, ids, tiles) =>
    set(({ list, isOutOfOrder }) => {
      if (list?.key !== key) return {};
      const asked = new Set(ids);
      const found = new Map(tiles.map((tile) => [tile.id, tile]));
      const isMoved = ({ id, error, nme }: SampleTile) => {
        const now = found.get(id);
        return now !== undefined && (now.error !== error || now.nme !== nme);
      };
      return {
        list: {
          ...list,
          tiles: list.tiles.flatMap((tile) => (asked.has(tile.id) ? (found.get(tile.id) ?? []) : tile)),
        },
        isOutOfOrder: isOutOfOrder || list.tiles.some(isMoved),
      };
    }),
  freshen: (read) =>
    set(({ stale }) => {
      if (read === 'all') return { stale: NONE };
      return stale === 'all' ? {} : { stale: new Set([...stale].filter((id) => !read.has(id))) };
    }),
  select: (ids, anchor = null) => set({ selected: new Set(ids), anchor }),
  toggle: (id) =>
    set(({ selected }) => {
      const next = new Set(selected);
      if (!next.delete(id)) next.add(id);
      return { selected: next, anchor: id };
    }),
  selectAmong: (selectionKey) =>
    set((store) => (store.selectionKey === selectionKey ? {} : { selectionKey, selected: NONE, anchor: null })),
}));

const withStale = (stale: Stale, ids: readonly string[] | 'all'): Stale =>
  stale === 'all' || ids === 'all' ? 'all' : new Set([...stale, ...ids]);
