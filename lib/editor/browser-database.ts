/** The workbench's database in this browser: what the server may not have yet outlives the page and the browser. */
const DATABASE = 'landmark-workbench';

export const GESTURES = 'gestures';
export const DECISIONS = 'decisions';
export const BY_SAMPLE = 'sampleId';

/** What each version of the database brought; an older one is brought up step by step. */
const UPGRADES: readonly ((database: IDBDatabase) => void)[] = [
  (database) => database.createObjectStore(GESTURES, { keyPath: 'saveId' }).createIndex(BY_SAMPLE, 'sampleId'),
  (database) => database.createObjectStore(DECISIONS, { keyPath: 'sampleId' }),
];

export interface BrowserStore {
  /** runs `work` in one transaction; resolves when its changes have reached the disk */
  write(work: (store: IDBObjectStore) => void): Promise<void>;
  read<T>(work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T>;
}

let opened: Promise<IDBDatabase> | null = null;

function database(): Promise<IDBDatabase> {
  opened ??= open();
  return opened;
}

export const browserStore = (name: typeof GESTURES | typeof DECISIONS): BrowserStore => ({
  async write(work) {
    const db = await database();
    await new Promise<void>((resolve, reject) => {
      const transaction = db.transaction(name, 'readwrite', { durability: 'strict' });
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
      work(transaction.objectStore(name));
    });
  },
  read: async (work) => resultOf(work((await database()).transaction(name).objectStore(name))),
});

async function open(): Promise<IDBDatabase> {
  const forget = () => {
    opened = null; // the next call tries again
  };
  try {
    const request = indexedDB.open(DATABASE, UPGRADES.length);
    request.onupgradeneeded = ({ oldVersion }) => {
      for (const upgrade of UPGRADES.slice(oldVersion)) upgrade(request.result);
    };
    const db = await resultOf(request);
    db.onclose = forget;
    db.onversionchange = () => {
      db.close();
      forget();
    };
    return db;
  } catch (error) {
    forget();
    throw error;
  }
}

const resultOf = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
