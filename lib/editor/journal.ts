import type { ReviewState } from '@/lib/contracts/review';
import type { Annotation } from '@/lib/landmarks/annotation';

/** One finished gesture that the server may not have yet. Kept before the network is asked, so that it outlives the page. */
export interface JournalEntry {
  /** made once a gesture; the server keeps no id twice */
  readonly saveId: string;
  readonly sampleId: string;
  /** one editor's unbroken run of gestures on one face: entries of other chains know nothing of each other */
  readonly chain: string;
  /** place in the chain */
  readonly order: number;
  readonly atMs: number;
  readonly label: string;
  /** the server's version that `before` equals; exact for the first entry of a chain, which is the next to be sent */
  readonly baseRevision: number;
  readonly before: Annotation;
  readonly after: Annotation;
  /** what the sample counts as with these labels; absent: as the server sees fit */
  readonly reviewState?: ReviewState;
}

/** Where unsent gestures are kept. Every promise resolves when the change would survive the end of the browser. */
export interface Journal {
  /** keeps an entry, or a newer form of it under the same id */
  put(entry: JournalEntry): Promise<void>;
  /** takes entries away and puts others in, as one step */
  swap(gone: readonly JournalEntry[], put: readonly JournalEntry[]): Promise<void>;
  /** oldest chain first, each in its order */
  read(sampleId?: string): Promise<JournalEntry[]>;
}

/** Chains that began earlier stand first, each in the order of its gestures. */
export function inOrder(entries: readonly JournalEntry[]): JournalEntry[] {
  const began = new Map<string, number>();
  for (const { chain, atMs } of entries) began.set(chain, Math.min(atMs, began.get(chain) ?? Number.POSITIVE_INFINITY));
  const beginOf = ({ chain }: JournalEntry) => began.get(chain) ?? 0;
  return [...entries].sort(
    (a, b) => beginOf(a) - beginOf(b) || (a.chain < b.chain ? -1 : a.chain > b.chain ? 1 : a.order - b.order),
  );
}

/** Lives as long as the page: for tests, and where the browser gives no storage. */
export function memoryJournal(): Journal {
  const kept = new Map<string, JournalEntry>();
  return {
    async put(entry) {
      kept.set(entry.saveId, entry);
    },
    async swap(gone, put) {
      for (const { saveId } of gone) kept.delete(saveId);
      for (const entry of put) kept.set(entry.saveId, entry);
    },
    read: async (sampleId) =>
      inOrder([...kept.values()].filter((entry) => sampleId === undefined || entry.sampleId === sampleId)),
  };
}
