import type { LiveFace } from '@/models/live/protocol';

/** What tests read of the live page: canvases keep no points. */
export interface LiveProbe {
  /** of the frame that is shown, one list a model */
  faces(): readonly (readonly LiveFace[])[];
  /** the frame's own pixels, without overlay */
  picture(): HTMLCanvasElement | null;
}

declare global {
  interface Window {
    __live?: LiveProbe;
  }
}

/** @returns takes it away again */
export function exposeProbe(probe: LiveProbe): () => void {
  window.__live = probe;
  return () => {
    if (window.__live === probe) delete window.__live;
  };
}
