import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import type { DetectorMode } from '@/models/blazeface/modes';
import type { BackendName } from '@/models/runtime/protocol';

/** What is drawn over the picture. */
export const LIVE_LAYERS = ['points', 'contours', 'boxes', 'confidence', 'head'] as const;
export type LiveLayer = (typeof LIVE_LAYERS)[number];

export const LAYER_LOOKS: Readonly<Record<LiveLayer, { readonly label: string; readonly keys: string }>> = {
  points: { label: 'Points', keys: 'p' },
  contours: { label: 'Contours', keys: 'c' },
  boxes: { label: 'Boxes that were cropped', keys: 'b' },
  confidence: { label: 'Number and confidence', keys: 'n' },
  head: { label: '3D head', keys: 'h' },
};

export interface LiveChoices {
  /** null: the first model there is */
  readonly modelId: string | null;
  /** seen beside the first; null: none */
  readonly besideId: string | null;
  readonly backend: BackendName;
  readonly mode: DetectorMode;
  readonly maxFaces: number;
  readonly smooths: boolean;
  /** null: as the source is expected */
  readonly isMirrored: boolean | null;
  readonly layers: Readonly<Record<LiveLayer, boolean>>;
  /** name of the dataset that frames are kept in */
  readonly dataset: string;
}

interface LiveSettingsStore extends LiveChoices {
  readonly choose: (changes: Partial<LiveChoices>) => void;
  readonly toggle: (layer: LiveLayer) => void;
}

/** Remembered by the browser; the page reads the memory once it is mounted. */
export const useLiveSettings = create<LiveSettingsStore>()(
  persist(
    (set) => ({
      modelId: null,
      besideId: null,
      backend: 'kernels',
      mode: 'close-up',
      maxFaces: 6,
      smooths: true,
      isMirrored: null,
      layers: { points: true, contours: true, boxes: false, confidence: true, head: true },
      dataset: 'Live frames',
      choose: (changes) => set(changes),
      toggle: (layer) => set(({ layers }) => ({ layers: { ...layers, [layer]: !layers[layer] } })),
    }),
    { name: 'live', skipHydration: true },
  ),
);
