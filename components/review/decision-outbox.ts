import { create } from 'zustand';
import { journal, onGesturesSent } from '@/components/editor/gesture-journal';
import { showError } from '@/components/ui/toast-store';
import type { BulkResult } from '@/lib/contracts/bulk';
import type { ReviewChange } from '@/lib/contracts/review';
import { browserStore, DECISIONS } from '@/lib/editor/browser-database';
import { errorLine, postJson, RequestError } from '@/lib/request';

/** What somebody has decided about a face and the server may not know yet. */
interface Decision extends ReviewChange {
  readonly sampleId: string;
  readonly atMs: number;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;

const kept = typeof indexedDB === 'undefined' ? null : browserStore(DECISIONS);
/** sample → the newest decision about it, in the order in which they were made */
const waiting = new Map<string, Decision>();

interface OutboxState {
  readonly waiting: number;
  /** the server does not answer: decisions wait in this browser */
  readonly isOffline: boolean;
}

export const useDecisionOutbox = create<OutboxState>(() => ({ waiting: 0, isOffline: false }));

const listeners = new Set<(sampleId: string) => void>();

/** Hears of decisions that have reached the server. @returns how to stop listening */
export function onDecided(listener: (sampleId: string) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Keeps a decision and brings it to the server as soon as that answers; a later one about the same face joins it. */
export function decide(sampleId: string, change: ReviewChange): void {
  const decision = { ...waiting.get(sampleId), ...change, sampleId, atMs: Date.now() };
  waiting.set(sampleId, decision);
  tell();
  // a browser without storage keeps it in this tab
  void kept?.write((store) => store.put(decision)).catch(() => undefined);
  void send();
}

/** Goes on with what an earlier page could not send. */
export async function sendDecisions(): Promise<void> {
  const found = ((await kept?.read((store) => store.getAll()).catch(() => [])) ?? []) as Decision[];
  for (const decision of found) if (!waiting.has(decision.sampleId)) waiting.set(decision.sampleId, decision);
  tell();
  await send();
}

const tell = () => useDecisionOutbox.setState({ waiting: waiting.size });

let isSending = false;
/** something has come since the pass that is under way began */
let hasNews = false;

async function send(): Promise<void> {
  hasNews = true;
  if (isSending) return;
  isSending = true;
  let waitMs = FIRST_WAIT_MS;
  while (hasNews && waiting.size > 0) {
    hasNews = false;
    const isAnswered = await sendAll();
    useDecisionOutbox.setState({ isOffline: !isAnswered });
    if (isAnswered) {
      waitMs = FIRST_WAIT_MS;
      continue;
    }
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    waitMs = Math.min(LONGEST_WAIT_MS, 2 * waitMs);
    hasNews = true;
  }
  isSending = false;
}

// a correction may wait for somebody to choose: what was decided after it is looked at again when it has been sent
if (typeof window !== 'undefined') onGesturesSent(() => void send());

/** @returns false when the server does not answer */
async function sendAll(): Promise<boolean> {
  for (const decision of [...waiting.values()]) {
    const { sampleId, state, verdict } = decision;
    // a correction that is still under way says "fixed" when it arrives: what was decided after it must come after it
    if ((await journal.read(sampleId).catch(() => [])).length > 0) continue;
    try {
      await postJson<BulkResult>('/api/samples/bulk', {
        action: 'review',
        target: { ids: [sampleId] },
        state,
        verdict,
      });
    } catch (error) {
      if (!(error instanceof RequestError) || error.status === 0 || error.status >= 500) return false;
      showError(`The decision could not be kept: ${errorLine(error)}`);
    }
    if (waiting.get(sampleId) !== decision) continue; // another one was made meanwhile
    waiting.delete(sampleId);
    tell();
    await kept?.write((store) => store.delete(sampleId)).catch(() => undefined);
    for (const listener of listeners) listener(sampleId);
  }
  return true;
}
