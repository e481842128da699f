import type { DrawingAnswer, DrawingCall, DrawingCalls, DrawingRequest } from './drawing-protocol';
import type { WorkerLike } from './worker-client';

/** A thread that draws generated faces, seen from the page. */
export interface FaceDrawer {
  /**
   * @throws Error what the thread threw, such as the RangeError of a wrong limit; the signal's reason once it is aborted,
   *   without waiting for the thread
   */
  call<Name extends DrawingCall>(
    name: Name,
    request: DrawingCalls[Name]['request'],
    signal?: AbortSignal,
  ): Promise<DrawingCalls[Name]['response']>;
  dispose(): void;
}

interface OpenCall {
  resolve(response: never): void;
  reject(error: unknown): void;
}

/** @param worker made by the caller: `new Worker('/workers/drawing.worker.js')` */
export function createFaceDrawer(worker: WorkerLike): FaceDrawer {
  const open = new Map<number, OpenCall>();
  let lastId = 0;
  let failure: Error | null = null;
  const fail = (error: Error) => {
    failure = error;
    for (const call of open.values()) call.reject(error);
    open.clear();
  };
  worker.addEventListener('message', ({ data }) => {
    const answer = data as DrawingAnswer;
    const call = open.get(answer.id);
    open.delete(answer.id);
    if (!call) return; // cancelled meanwhile
    if ('error' in answer) call.reject(new Error(answer.error));
    else call.resolve(answer.response as never);
  });
  const crash = ({ message }: { readonly message?: string }) =>
    fail(new Error(`the thread that draws faces ended: ${message || 'it gave no reason'}`));
  worker.addEventListener('error', crash);
  worker.addEventListener('messageerror', crash);
  return {
    call: (name, request, signal) =>
      new Promise((resolve, reject) => {
        if (failure) throw failure;
        signal?.throwIfAborted();
        const id = ++lastId;
        open.set(id, { resolve, reject });
        signal?.addEventListener(
          'abort',
          () => {
            if (!open.delete(id)) return;
            worker.postMessage({ id, call: 'cancel' } satisfies DrawingRequest, []);
            reject(signal.reason);
          },
          { once: true },
        );
        // the pair of name and request is checked by this function's own type
        worker.postMessage({ id, call: name, request } as DrawingRequest, []);
      }),
    dispose() {
      worker.terminate();
      fail(new Error('the thread that draws faces has been ended'));
    },
  };
}
