/** A worker's questions by name: what each sends, and what comes back. */
export type CallsOf<Calls> = {
  readonly [Name in keyof Calls]: { readonly request: unknown; readonly response: unknown };
};

/** Page → worker. A cancel names the call it ends; a call that has ended is not disturbed by it. */
export type WorkerRequest<Calls extends CallsOf<Calls>> =
  | {
      [Name in keyof Calls]: { readonly id: number; readonly call: Name; readonly request: Calls[Name]['request'] };
    }[keyof Calls]
  | { readonly id: number; readonly call: 'cancel' };

/** Worker → page: one for every call, cancelled ones included. */
export type WorkerResponse<Calls extends CallsOf<Calls>> =
  | { readonly id: number; readonly response: Calls[keyof Calls]['response'] }
  | { readonly id: number; readonly error: { readonly name: string; readonly message: string } };

/** The part of Worker, of MessagePort and of a worker's global scope that both ends need. */
export interface Endpoint {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
}

type Handlers<Calls extends CallsOf<Calls>> = {
  readonly [Name in keyof Calls]: (
    request: Calls[Name]['request'],
    signal: AbortSignal,
  ) => Promise<Calls[Name]['response']>;
};

/**
 * Answers calls from the page one after another: wasm has one thread, and a second call in between would only slow the first.
 *
 * @param endpoint the worker's global scope, or one end of a MessageChannel
 */
export function serveCalls<Calls extends CallsOf<Calls>>(endpoint: Endpoint, handlers: Handlers<Calls>): void {
  let queue: Promise<void> = Promise.resolve();
  const running = new Map<number, AbortController>();

  async function answer(
    { id, call, request }: OpenRequest<Calls>,
    signal: AbortSignal,
  ): Promise<WorkerResponse<Calls>> {
    try {
      signal.throwIfAborted();
      return { id, response: await handlers[call](request, signal) };
    } catch (error) {
      const { name, message } = error instanceof Error ? error : new Error(String(error));
      return { id, error: { name, message } };
    }
  }

  endpoint.addEventListener('message', ({ data }) => {
    const message = data as WorkerRequest<Calls>;
    if (message.call === 'cancel') {
      running.get(message.id)?.abort();
      return;
    }
    const request = message as OpenRequest<Calls>;
    const controller = new AbortController();
    running.set(request.id, controller);
    queue = queue.then(async () => {
      endpoint.postMessage(await answer(request, controller.signal), []);
      running.delete(request.id);
    });
  });
}

interface OpenRequest<Calls extends CallsOf<Calls>> {
  readonly id: number;
  readonly call: keyof Calls;
  readonly request: Calls[keyof Calls]['request'];
}
