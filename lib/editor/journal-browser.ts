import { inOrder, type Journal, type JournalEntry } from './journal';

const DATABASE = 'landmark-workbench';
const STORE = 'gestures';
const BY_SAMPLE = 'sampleId';

/** The journal in IndexedDB: it outlives a reload, a crash and the end of the browser. */
export function openJournal(): Journal {
  let opened: Promise<IDBDatabase> | null = null;
  const database = () => {
    opened ??= openDatabase(() => {
      opened = null;
    });
    return opened;
  };

  /** Runs `work` in one transaction; resolves when its changes have reached the disk. */
  async function write(work: (store: IDBObjectStore) => void): Promise<void> {
    const db = await database();
    await new Promise<void>((resolve, reject) => {
      const transaction = db.transaction(STORE, 'readwrite', { durability: 'strict' });
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
      work(transaction.objectStore(STORE));
    });
  }

  return {
    put: (entry) => write((store) => store.put(entry)),
    swap: (gone, put) =>
      write((store) => {
        for (const { saveId } of gone) store.delete(saveId);
        for (const entry of put) store.put(entry);
      }),
    async read(sampleId) {
      const store = (await database()).transaction(STORE).objectStore(STORE);
      const found = sampleId === undefined ? store.getAll() : store.index(BY_SAMPLE).getAll(sampleId);
      return inOrder((await resultOf(found)) as JournalEntry[]);
    },
  };
}

async function openDatabase(onClosed: () => void): Promise<IDBDatabase> {
  try {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(STORE, { keyPath: 'saveId' }).createIndex(BY_SAMPLE, 'sampleId');
    };
    const db = await resultOf(request);
    db.onclose = onClosed;
    db.onversionchange = () => {
      db.close();
      onClosed();
    };
    return db;
  } catch (error) {
    onClosed(); // the next call tries again
    throw error;
  }
}

const resultOf = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

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
