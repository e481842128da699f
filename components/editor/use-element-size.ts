import { type RefObject, useLayoutEffect, useState } from 'react';
import type { Size } from '@/lib/landmarks/geometry';

/** Inner size of an element in CSS px, kept up to date; 0 × 0 until it is on the page. */
export function useElementSize(element: RefObject<HTMLElement | null>): Size {
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const target = element.current;
    if (!target) return;
    const measure = () => setSize({ width: target.clientWidth, height: target.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(target);
    return () => observer.disconnect();
  }, [element]);
  return size;
}
