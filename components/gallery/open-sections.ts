import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { HISTOGRAMS, type HistogramId, USUAL_HISTOGRAMS } from '@/lib/contracts/sample';

interface OpenSections {
  readonly histograms: readonly HistogramId[];
  readonly toggle: (id: HistogramId) => void;
}

/** Which histograms stand open; each costs the server a walk through the samples, so only these are counted. */
export const useOpenSections = create<OpenSections>()(
  persist(
    (set) => ({
      histograms: USUAL_HISTOGRAMS,
      toggle: (id) =>
        set(({ histograms }) => ({
          histograms: HISTOGRAMS.filter((one) => histograms.includes(one) !== (one === id)),
        })),
    }),
    // the first render must equal the server's
    { name: 'gallery-histograms', skipHydration: true },
  ),
);
