/** How the saving of one document stands, for the header to say. */
export type SaveStatus =
  | { readonly kind: 'idle' }
  | { readonly kind: 'saving' }
  /** the server did not answer; the next attempt is on its way */
  | { readonly kind: 'retrying'; readonly attempt: number; readonly waitMs: number; readonly reason: string }
  /** the server answered no; the next edit, or the user, tries again */
  | { readonly kind: 'refused'; readonly reason: string }
  /** somebody else has saved; waits for the user's choice */
  | { readonly kind: 'conflict' };

export type SendResult =
  | { readonly kind: 'saved' }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'unreachable'; readonly reason: string };

export interface SaveQueueOptions {
  /** whether there is anything the server has not got */
  hasWork(): boolean;
  /** sends the newest state as it is now; must not throw, and must bring the document up to date before it resolves */
  send(): Promise<SendResult>;
  onStatus(status: SaveStatus): void;
  wait?(ms: number): Promise<void>;
}

export interface SaveQueue {
  /** there is (or may be) something to save; cheap, call it after every finished gesture */
  request(): void;
  /** ends a pause between attempts, a refusal or a conflict that has been decided */
  retryNow(): void;
}

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Saves one at a time, always the latest: edits made while a request is under way are sent together in the next.
 * An unreachable server is asked again after 1, 2, 4 … 15 s until it answers.
 */
export function createSaveQueue({ hasWork, send, onStatus, wait = sleep }: SaveQueueOptions): SaveQueue {
  let running = false;
  let held = false;
  let wake: (() => void) | null = null;

  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      wake = resolve;
      void wait(ms).then(resolve);
    }).finally(() => {
      wake = null;
    });

  async function run(): Promise<void> {
    running = true;
    let attempt = 0;
    while (!held && hasWork()) {
      onStatus({ kind: 'saving' });
      const result = await send();
      if (result.kind === 'unreachable') {
        const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt);
        attempt++;
        onStatus({ kind: 'retrying', attempt, waitMs, reason: result.reason });
        await pause(waitMs);
        continue;
      }
      attempt = 0;
      if (result.kind === 'saved') continue;
      held = result.kind === 'conflict';
      onStatus(result);
      running = false;
      return;
    }
    running = false;
    if (!held) onStatus({ kind: 'idle' });
  }

  return {
    request() {
      if (!running && !held) void run();
    },
    retryNow() {
      held = false;
      if (wake) wake();
      else if (!running) void run();
    },
  };
}
