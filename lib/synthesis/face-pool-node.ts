import os from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { bundleWorker } from '@/lib/bundle-worker-node';
import type { FaceAnswer, FaceOrder, FaceWorkerSetup } from './face-worker-node';

/** One face of the recipe as files. */
export interface DrawnFace {
  readonly index: number;
  readonly files: ReadonlyMap<string, Uint8Array | string>;
}

/** Faces a thread has before it or behind it that nobody has taken yet: enough that none ever waits. */
const AHEAD = 4;

/** A face leaves some 20 MB of short-lived arrays: room for them spares a tenth of the time. */
const RESOURCES = { maxYoungGenerationSizeMb: 64 };

export const coreCount = (): number => os.availableParallelism();

/**
 * Draws faces on all cores and gives them back in the order in which they were asked for; drawing runs a little ahead of
 * whoever takes them and no further. Leaving the loop ends the threads.
 *
 * @param home    the project's folder: the threads' source is found from there
 * @param orders  which faces, in which order
 * @param workers threads
 * @throws Error what a thread threw; the signal's reason
 */
export async function* drawFaces(
  home: string,
  setup: FaceWorkerSetup,
  orders: readonly FaceOrder[],
  { workers = coreCount(), signal }: { readonly workers?: number; readonly signal?: AbortSignal } = {},
): AsyncGenerator<DrawnFace> {
  signal?.throwIfAborted();
  if (orders.length === 0) return;
  const entry = path.join(/* turbopackIgnore: true */ home, 'lib', 'synthesis', 'face-worker-node.ts');
  const script = await bundleWorker(entry, ['sharp']);
  const threads = Array.from(
    { length: Math.min(workers, orders.length) },
    () => new Worker(script, { eval: true, workerData: setup, execArgv: [], resourceLimits: RESOURCES }),
  );
  const lend = lender(threads);
  const aborted = new Promise<never>((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  const drawing: Promise<FaceAnswer>[] = [];
  let next = 0;
  try {
    for (const { index } of orders) {
      while (next < orders.length && drawing.length < AHEAD * threads.length) {
        const order = orders[next++];
        const answer = lend((thread) => ask(thread, order));
        answer.catch(() => undefined); // told when its turn comes
        drawing.push(answer);
      }
      const answer = await Promise.race([drawing.shift() as Promise<FaceAnswer>, aborted]);
      if ('error' in answer) throw new Error(`face ${index}: ${answer.error}`);
      yield { index, files: new Map(answer.files) };
    }
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
}

function ask(thread: Worker, order: FaceOrder): Promise<FaceAnswer> {
  return new Promise((resolve, reject) => {
    const settle = (finish: () => void) => {
      thread.removeAllListeners('message').removeAllListeners('error');
      finish();
    };
    thread.once('message', (answer: FaceAnswer) => settle(() => resolve(answer)));
    thread.once('error', (error) => settle(() => reject(error)));
    thread.postMessage(order);
  });
}

/** Each piece of work gets a thread of its own while it lasts; those that find none wait in line. */
function lender<Thing>(things: readonly Thing[]): <T>(work: (thing: Thing) => Promise<T>) => Promise<T> {
  const idle = [...things];
  const line: ((thing: Thing) => void)[] = [];
  return async (work) => {
    const thing = idle.shift() ?? (await new Promise<Thing>((resolve) => line.push(resolve)));
    try {
      return await work(thing);
    } finally {
      const first = line.shift();
      if (first) first(thing);
      else idle.push(thing);
    }
  };
}
