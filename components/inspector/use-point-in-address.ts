import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { EditorSession } from '@/components/editor/editor-session';
import { pointOf, replaceParam } from './inspector-url';

/** The address names the point in hand: a link opens with it, and choosing another changes the link. */
export function usePointInAddress(session: EditorSession, params: URLSearchParams): void {
  const selected = useStore(session.store, (state) => state.selected);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address is read once a face, afterwards it follows
  useEffect(() => {
    const point = pointOf(params);
    const count = session.store.getState().document?.annotation.points.length ?? 0;
    if (point !== null && point < count) session.select(point);
  }, [session]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another face may have the same point in hand
  useEffect(() => {
    const current = new URLSearchParams(window.location.search);
    const point = selected === null ? null : String(selected);
    if (current.get('point') !== point) replaceParam(current, 'point', point);
  }, [session, selected]);
}
