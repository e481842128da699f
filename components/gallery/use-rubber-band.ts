'use client';

import { type PointerEvent, type RefObject, useRef, useState } from 'react';
import type { SampleTile } from '@/lib/contracts/sample';
import { useGalleryStore } from './gallery-store';
import { type Band, GAP, type GridGeometry, tilesInBand } from './grid-geometry';

/** A press that moves less is a click. */
const SLACK = 5;
/** Near an edge the grid scrolls along, px a frame. */
const EDGE = 32;
const SCROLL_STEP = 14;

interface RubberBandOptions {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly content: RefObject<HTMLElement | null>;
  readonly geometry: GridGeometry;
  readonly tiles: readonly SampleTile[];
}

interface Drag {
  readonly x: number;
  readonly y: number;
  /** selected before; kept with Ctrl or Shift */
  readonly base: ReadonlySet<string>;
  readonly pointer: number;
  hasBegun: boolean;
  clientX: number;
  clientY: number;
}

/** Selecting with the mouse: a drag anywhere in the grid takes in all tiles it touches. Touch scrolls instead. */
export function useRubberBand({ scroller, content, geometry, tiles }: RubberBandOptions) {
  const drag = useRef<Drag>(null);
  const endedAt = useRef(0);
  const [band, setBand] = useState<Band | null>(null);

  function place(clientX: number, clientY: number): readonly [x: number, y: number] {
    const box = content.current?.getBoundingClientRect();
    return [clientX - (box?.left ?? 0), clientY - (box?.top ?? 0)];
  }

  function update() {
    const state = drag.current;
    if (!state?.hasBegun) return;
    const [x1, y1] = place(state.clientX, state.clientY);
    const next = { x0: state.x, y0: state.y, x1, y1 };
    setBand(next);
    // rows begin one gap below the top
    const inRows = { ...next, y0: next.y0 - GAP, y1: next.y1 - GAP };
    const touched = tilesInBand(inRows, geometry, tiles.length).map((index) => tiles[index].id);
    useGalleryStore.getState().select([...state.base, ...touched], touched[0] ?? null);
  }

  function scrollAlong() {
    const state = drag.current;
    const box = scroller.current?.getBoundingClientRect();
    if (!state?.hasBegun || !box) return;
    const beyond = state.clientY < box.top + EDGE ? -1 : state.clientY > box.bottom - EDGE ? 1 : 0;
    if (beyond !== 0) {
      scroller.current?.scrollBy(0, beyond * SCROLL_STEP);
      update();
    }
    requestAnimationFrame(scrollAlong);
  }

  function end() {
    if (drag.current?.hasBegun) endedAt.current = performance.now();
    drag.current = null;
    setBand(null);
  }

  return {
    rectangle: band && {
      left: Math.min(band.x0, band.x1),
      top: Math.min(band.y0, band.y1),
      width: Math.abs(band.x1 - band.x0),
      height: Math.abs(band.y1 - band.y0),
    },
    /** whether the click that is being told only ends a drag */
    justEnded: () => performance.now() - endedAt.current < 50,
    handlers: {
      onPointerDown(event: PointerEvent) {
        const isBar = event.nativeEvent.offsetX > (scroller.current?.clientWidth ?? 0);
        if (event.pointerType !== 'mouse' || event.button !== 0 || (event.target === scroller.current && isBar)) return;
        if (event.target instanceof HTMLInputElement) return;
        const [x, y] = place(event.clientX, event.clientY);
        const base =
          event.ctrlKey || event.metaKey || event.shiftKey ? useGalleryStore.getState().selected : new Set<string>();
        const { clientX, clientY, pointerId } = event;
        drag.current = { x, y, base, pointer: pointerId, hasBegun: false, clientX, clientY };
      },
      onPointerMove(event: PointerEvent) {
        const state = drag.current;
        if (!state) return;
        const moved = Math.hypot(event.clientX - state.clientX, event.clientY - state.clientY);
        if (!state.hasBegun) {
          if (moved < SLACK) return;
          state.hasBegun = true;
          scroller.current?.setPointerCapture(state.pointer);
          requestAnimationFrame(scrollAlong);
        }
        state.clientX = event.clientX;
        state.clientY = event.clientY;
        update();
      },
      onPointerUp: end,
      onPointerCancel: end,
    },
  };
}
