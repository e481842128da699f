import { BY_SAMPLE, browserStore, GESTURES } from './browser-database';
import { inOrder, type Journal, type JournalEntry } from './journal';

/** The journal in IndexedDB: it outlives a reload, a crash and the end of the browser. */
export function openJournal(): Journal {
  const { read, write } = browserStore(GESTURES);
  return {
    put: (entry) => write((store) => store.put(entry)),
    swap: (gone, put) =>
      write((store) => {
        for (const { saveId } of gone) store.delete(saveId);
        for (const entry of put) store.put(entry);
      }),
    async read(sampleId) {
      const found = await read((store) =>
        sampleId === undefined ? store.getAll() : store.index(BY_SAMPLE).getAll(sampleId),
      );
      return inOrder(found as JournalEntry[]);
    },
  };
}

const lockOf = (chain: string): string => `landmark-chain ${chain}`;

/**
 * Takes a chain of gestures for this page, for as long as the page lives: two tabs never send the same one at a time.
 * Where the browser has no locks every page may take any: the server knows a gesture that comes twice.
 */
export function holdChain(chain: string): Promise<boolean> {
  const { locks } = navigator;
  if (!locks) return Promise.resolve(true);
  return new Promise((resolve) => {
    void locks.request(lockOf(chain), { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock && new Promise<void>(() => undefined);
    });
  });
}
