'use client';

import { useShortcuts } from '@/components/shell/shortcuts';
import type { SampleTile } from '@/lib/contracts/sample';
import { useGalleryStore } from './gallery-store';

interface GridKeys {
  readonly tiles: readonly SampleTile[];
  /** place of the tile that has, or would take, the focus */
  readonly current: number;
  readonly columns: number;
  readonly focusTile: (index: number) => void;
  readonly openSample: (id: string) => void;
}

/** Moving, opening and selecting by keyboard. */
export function useGridKeys({ tiles, current, columns, focusTile, openSample }: GridKeys): void {
  const hasTiles = tiles.length > 0;

  function move(step: number, extend: boolean) {
    // the first key only shows where one stands
    const here = document.activeElement?.closest('[data-index]') ? current + step : current;
    const index = Math.min(tiles.length - 1, Math.max(0, here));
    if (extend) {
      const { selected, select, anchor } = useGalleryStore.getState();
      const passed = tiles.slice(Math.min(current, index), Math.max(current, index) + 1).map(({ id }) => id);
      select([...selected, ...passed], anchor ?? tiles[current].id);
    }
    focusTile(index);
  }

  const arrow = (key: string, step: number, label: string) => ({
    name: `grid.${key}`,
    keys: key,
    label,
    enabled: hasTiles,
    run: () => move(step, false),
  });
  const extending = (key: string, step: number) => ({
    name: `grid.select.${key}`,
    keys: `Shift+${key}`,
    label: `Select on the way ${WAY[key]}`,
    enabled: hasTiles,
    run: () => move(step, true),
  });

  useShortcuts('Grid', [
    arrow('ArrowRight', 1, 'Next face'),
    arrow('ArrowLeft', -1, 'Previous face'),
    arrow('ArrowDown', columns, 'Face below'),
    arrow('ArrowUp', -columns, 'Face above'),
    extending('ArrowRight', 1),
    extending('ArrowLeft', -1),
    extending('ArrowDown', columns),
    extending('ArrowUp', -columns),
    arrow('Home', -tiles.length, 'First face'),
    {
      name: 'grid.open',
      keys: 'Enter',
      label: 'Open the face',
      enabled: hasTiles,
      run: () => openSample(tiles[current].id),
    },
    {
      name: 'grid.toggle',
      keys: ' ',
      label: 'Select the face, or not',
      enabled: hasTiles,
      run: () => useGalleryStore.getState().toggle(tiles[current].id),
    },
  ]);
}

const WAY: Readonly<Record<string, string>> = {
  ArrowRight: 'right',
  ArrowLeft: 'left',
  ArrowDown: 'down',
  ArrowUp: 'up',
};
