import { create } from 'zustand';
import { persist } from 'zustand/middleware';

export const OVERLAY_LAYERS = ['groundTruth', 'prediction', 'contours', 'indices', 'vectors'] as const;
/** `vectors`: error vectors, from ground truth to prediction */
export type OverlayLayer = (typeof OVERLAY_LAYERS)[number];
export type OverlayState = Readonly<Record<OverlayLayer, boolean>>;

interface OverlayStore extends OverlayState {
  readonly toggle: (layer: OverlayLayer) => void;
}

/** What is drawn over images, on every page the same; remembered by the browser. */
export const useOverlayStore = create<OverlayStore>()(
  persist(
    (set) => ({
      groundTruth: true,
      prediction: true,
      contours: false,
      indices: false,
      vectors: false,
      toggle: (layer) => set((store) => ({ [layer]: !store[layer] })),
    }),
    // the first render must equal the server's: the bar reads the memory once it is mounted
    { name: 'overlay', skipHydration: true },
  ),
);
