import type { Journal, JournalEntry } from '@/lib/editor/journal';
import { memoryJournal } from '@/lib/editor/journal';
import { holdChain, openJournal } from '@/lib/editor/journal-browser';
import { uniqueId } from '@/lib/unique-id';

const kept: Journal = typeof indexedDB === 'undefined' ? memoryJournal() : openJournal();

/** Every page of this browser hears here that gestures have left the journal. */
const CHANNEL = 'landmark-gestures-sent';

/** The one journal of the page. */
export const journal: Journal = {
  ...kept,
  async swap(gone, put) {
    await kept.swap(gone, put);
    const channel = new BroadcastChannel(CHANNEL);
    channel.postMessage(null);
    channel.close();
  },
};

/** Hears of gestures that have been sent or merged, here or in another page. */
export function onGesturesSent(listener: () => void): void {
  new BroadcastChannel(CHANNEL).addEventListener('message', listener);
}

/** A chain of this page. */
export function beginChain(): string {
  const chain = uniqueId();
  void holdChain(chain);
  return chain;
}

/**
 * Unsent gestures of the oldest chain of a face that no living page works on; from now on they are this page's.
 * A journal that cannot be read holds nothing that could be lost here.
 */
export async function orphanedGestures(sampleId: string): Promise<readonly JournalEntry[]> {
  const entries = await journal.read(sampleId).catch(() => []);
  for (const chain of new Set(entries.map((entry) => entry.chain))) {
    if (!(await holdChain(chain))) continue;
    // read again: the page that held it until now may have sent some
    const own = (await journal.read(sampleId)).filter((entry) => entry.chain === chain);
    if (own.length > 0) return own;
  }
  return [];
}

/** Faces with unsent gestures, of whatever page. */
export async function unsentSamples(): Promise<ReadonlySet<string>> {
  const entries = await journal.read().catch(() => []);
  return new Set(entries.map(({ sampleId }) => sampleId));
}
