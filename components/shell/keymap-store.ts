import { create } from 'zustand';
import { persist } from 'zustand/middleware';

interface KeymapStore {
  /** action → the user's own key; '' is none */
  readonly own: Readonly<Record<string, string>>;
  readonly assign: (changes: Readonly<Record<string, string>>) => void;
  /** back to the usual keys: of one action, or of all */
  readonly reset: (name?: string) => void;
}

/** Keys that the user has changed; remembered by the browser. */
export const useKeymapStore = create<KeymapStore>()(
  persist(
    (set) => ({
      own: {},
      assign: (changes) => set(({ own }) => ({ own: { ...own, ...changes } })),
      reset: (name) =>
        set(({ own }) => {
          if (name === undefined) return { own: {} };
          const { [name]: _, ...rest } = own;
          return { own: rest };
        }),
    }),
    // the first render must equal the server's: the frame reads the memory once it is mounted
    { name: 'keymap', skipHydration: true },
  ),
);

/** The key that an action has now, for tooltips. @param usual its key where the user has not changed it */
export const useKeysOf = (name: string, usual: string): string => useKeymapStore(({ own }) => own[name] ?? usual);
