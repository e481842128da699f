import { type PointerEvent, useEffect, useRef } from 'react';
import { prefetchSample } from '@/components/editor/session-cache';

/** The pointer rests on a tile for so long before its face is asked for, ms: one that only passes by costs nothing. */
const RESTS_MS = 80;

const sampleAt = (target: EventTarget): string | undefined =>
  (target as Element).closest<HTMLElement>('[data-sample]')?.dataset.sample;

/** Loads and decodes the picture of the tile that is about to be opened. */
export function useTilePrefetch() {
  const timer = useRef(0);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  return {
    onPointerOver({ target, pointerType }: PointerEvent) {
      window.clearTimeout(timer.current);
      const sample = sampleAt(target);
      if (sample && pointerType === 'mouse') timer.current = window.setTimeout(() => prefetchSample(sample), RESTS_MS);
    },
    onPointerLeave: () => window.clearTimeout(timer.current),
    onPointerDown({ target, button, shiftKey, ctrlKey, metaKey }: PointerEvent) {
      const sample = sampleAt(target);
      if (sample && button === 0 && !shiftKey && !ctrlKey && !metaKey) prefetchSample(sample);
    },
  };
}
