'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { useRouter } from 'next/navigation';
import { type CSSProperties, type MouseEvent, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { useGalleryStore } from './gallery-store';
import { CAPTION, GAP, gridGeometry } from './grid-geometry';
import { Tile, thumbnailSize } from './tile';
import styles from './tile-grid.module.css';
import { useElementWidth } from './use-element-width';
import { useGridKeys } from './use-grid-keys';
import { useRubberBand } from './use-rubber-band';
import { useTilePrefetch } from './use-tile-prefetch';
import type { Tiles } from './use-tiles';

/** Tiles that the server draws before the browser knows how wide the page is. */
const TILES_BEFORE_LAYOUT = 60;
/** The next page is asked for this many rows before the end is reached. */
const ROWS_AHEAD = 30;

interface TileGridProps {
  readonly tiles: Tiles;
  readonly tileSize: number;
  /** the sample's page, in this view's order */
  readonly hrefOf: (sampleId: string) => string;
  readonly total: number;
}

/** A virtual grid: only the rows in sight are in the document, whatever the number of samples. */
export function TileGrid({ tiles: list, tileSize, hrefOf, total }: TileGridProps) {
  const { tiles, nextCursor, isLoading, error, readMore } = list;
  const router = useRouter();
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const width = useElementWidth(content);
  // coming back, the keys go on from the sample that was opened
  const [current, setCurrent] = useState(() => {
    const { opened } = useGalleryStore.getState();
    return opened === null
      ? 0
      : Math.max(
          0,
          tiles.findIndex(({ id }) => id === opened),
        );
  });
  const currentId = tiles[Math.min(current, tiles.length - 1)]?.id ?? null;
  useEffect(() => useGalleryStore.getState().setCurrent(currentId), [currentId]);
  const geometry = gridGeometry(width, tileSize);
  const { columns, tile: tileWidth, rowHeight } = geometry;
  const rows = Math.ceil(tiles.length / columns);
  const pixels = thumbnailSize(tileWidth, typeof window === 'undefined' ? 1 : window.devicePixelRatio);

  const virtualizer = useVirtualizer({
    count: width > 0 ? rows : 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 3,
    paddingStart: GAP,
    useFlushSync: false,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows of another height stand elsewhere
  useLayoutEffect(() => virtualizer.measure(), [rowHeight]);
  useKeptScroll(scroller, width > 0, list.key);

  const visible = virtualizer.getVirtualItems();
  const lastRow = visible.at(-1)?.index ?? 0;
  useEffect(() => {
    if (width > 0 && !isLoading && !error && nextCursor && lastRow >= rows - ROWS_AHEAD) readMore();
  });

  const openSample = useCallback(
    (id: string) => {
      useGalleryStore.getState().setOpened(id);
      router.push(hrefOf(id));
    },
    [router, hrefOf],
  );
  const focusTile = useCallback(
    (index: number) => {
      setCurrent(index);
      virtualizer.scrollToIndex(Math.floor(index / columns));
      // the row may have to be drawn first
      requestAnimationFrame(() =>
        requestAnimationFrame(() =>
          content.current?.querySelector<HTMLElement>(`[data-index="${index}"] a`)?.focus({ preventScroll: true }),
        ),
      );
    },
    [virtualizer, columns],
  );
  useGridKeys({ tiles, current, columns, focusTile, openSample });
  const prefetch = useTilePrefetch();
  const band = useRubberBand({ scroller, content, geometry, tiles });

  function onClick(event: MouseEvent) {
    const cell = (event.target as Element).closest<HTMLElement>('[data-index]');
    if (!cell || event.altKey) return;
    const index = Number(cell.dataset.index);
    const { id } = tiles[index];
    const { anchor, selected, select, toggle } = useGalleryStore.getState();
    const onBox = event.target instanceof HTMLInputElement;
    if (band.justEnded()) {
      event.preventDefault();
    } else if (event.shiftKey) {
      event.preventDefault();
      const from = Math.max(
        0,
        tiles.findIndex((tile) => tile.id === anchor),
      );
      const range = tiles.slice(Math.min(from, index), Math.max(from, index) + 1);
      select([...selected, ...range.map((tile) => tile.id)], anchor ?? id);
    } else if (onBox || event.ctrlKey || event.metaKey) {
      if (!onBox) event.preventDefault();
      toggle(id);
    } else {
      event.preventDefault();
      openSample(id);
    }
    setCurrent(index);
  }

  const drawTile = (index: number) => (
    <Tile
      key={tiles[index].id}
      tile={tiles[index]}
      index={index}
      column={index % columns}
      href={hrefOf(tiles[index].id)}
      pixels={pixels}
      isCurrent={index === Math.min(current, tiles.length - 1)}
    />
  );
  const look = {
    '--tile': `${tileSize}px`,
    '--gap': `${GAP}px`,
    '--caption': `${CAPTION}px`,
    '--dot': `${Math.min(5, Math.max(1.5, tileWidth / 62)).toFixed(2)}px`,
  } as CSSProperties;

  return (
    <div ref={scroller} className={styles.scroller} style={look} {...band.handlers}>
      {/* biome-ignore lint/a11y/useSemanticElements: a table cannot be virtual */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keys are heard by useGridKeys */}
      <div
        ref={content}
        role="grid"
        tabIndex={-1}
        aria-label="Faces"
        aria-multiselectable="true"
        aria-rowcount={Math.ceil(total / columns)}
        aria-colcount={columns}
        className={styles.content}
        style={width > 0 ? { height: virtualizer.getTotalSize() } : undefined}
        onClick={onClick}
        {...prefetch}
      >
        {width > 0
          ? visible.map((row) => (
              // biome-ignore lint/a11y/useSemanticElements: a table cannot be virtual
              // biome-ignore lint/a11y/useFocusableInteractive: the cells' links take the focus
              <div
                key={row.key}
                role="row"
                aria-rowindex={row.index + 1}
                className={styles.row}
                style={{
                  gridTemplateColumns: `repeat(${columns}, 1fr)`,
                  height: rowHeight,
                  transform: `translateY(${row.start}px)`,
                }}
              >
                {tiles
                  .slice(row.index * columns, (row.index + 1) * columns)
                  .map((_, column) => drawTile(row.index * columns + column))}
              </div>
            ))
          : tiles.length > 0 && (
              // biome-ignore lint/a11y/useSemanticElements: see above
              // biome-ignore lint/a11y/useFocusableInteractive: the cells' links take the focus
              <div role="row" className={styles.beforeLayout}>
                {tiles.slice(0, TILES_BEFORE_LAYOUT).map((_, index) => drawTile(index))}
              </div>
            )}
        {band.rectangle && <div className={styles.band} style={band.rectangle} />}
      </div>
      <div role="status" className={styles.end}>
        {error ? (
          <>
            {error} <Button onClick={readMore}>Try again</Button>
          </>
        ) : (
          isLoading && 'Loading…'
        )}
      </div>
    </div>
  );
}

/** Puts the grid back where it was left, and remembers where that is. */
function useKeptScroll(scroller: React.RefObject<HTMLDivElement | null>, isLaidOut: boolean, key: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: another query begins at its top
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element || !isLaidOut) return;
    const { list, scrollTop, setScrollTop } = useGalleryStore.getState();
    element.scrollTop = list?.key === key ? scrollTop : 0;
    let frame = 0;
    const onScroll = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => setScrollTop(element.scrollTop));
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      cancelAnimationFrame(frame);
      element.removeEventListener('scroll', onScroll);
    };
  }, [isLaidOut, key]);
}
