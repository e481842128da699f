import type { PhotoPredictor } from '../pipeline';
import type { CallsOf, Endpoint, WorkerRequest, WorkerResponse } from './calls';
import type { BackendName, Calls, ModelSource } from './protocol';

/** A worker's error on this side; `name` is the error's name over there, such as ModelFormatError. */
export class WorkerError extends Error {
  constructor(
    override readonly name: string,
    message: string,
  ) {
    super(message);
  }
}

export interface WorkerClient<Calls extends CallsOf<Calls>> {
  /** @throws WorkerError what the worker threw; the signal's reason once it is aborted, without waiting for the worker */
  call<Name extends keyof Calls>(
    name: Name,
    request: Calls[Name]['request'],
    options?: { readonly signal?: AbortSignal; readonly transfer?: Transferable[] },
  ): Promise<Calls[Name]['response']>;
  /** ends every open call with this error, and every later one */
  fail(error: Error): void;
}

interface OpenCall {
  resolve(response: never): void;
  reject(error: unknown): void;
}

/** Questions and answers over a message channel, matched by number. */
export function createWorkerClient<Calls extends CallsOf<Calls>>(endpoint: Endpoint): WorkerClient<Calls> {
  const open = new Map<number, OpenCall>();
  let lastId = 0;
  let failure: Error | null = null;
  const post = (request: WorkerRequest<Calls>, transfer: Transferable[] = []) =>
    endpoint.postMessage(request, transfer);

  endpoint.addEventListener('message', ({ data }) => {
    const answer = data as WorkerResponse<Calls>;
    const call = open.get(answer.id);
    // a cancelled call has been answered here already
    if (!call) return;
    if ('error' in answer) call.reject(new WorkerError(answer.error.name, answer.error.message));
    else call.resolve(answer.response as never);
  });

  return {
    call(name, request, { signal, transfer } = {}) {
      return new Promise((resolve, reject) => {
        if (failure) throw failure;
        signal?.throwIfAborted();
        const id = ++lastId;
        const cancel = () => {
          post({ id, call: 'cancel' });
          settle(() => reject(signal?.reason));
        };
        const settle = (finish: () => void) => {
          open.delete(id);
          signal?.removeEventListener('abort', cancel);
          finish();
        };
        signal?.addEventListener('abort', cancel);
        open.set(id, {
          resolve: (response) => settle(() => resolve(response)),
          reject: (error) => settle(() => reject(error)),
        });
        // the pair of name and request is checked by this function's own type
        post({ id, call: name, request } as WorkerRequest<Calls>, transfer);
      });
    },
    fail(error) {
      failure = error;
      for (const call of [...open.values()]) call.reject(error);
    },
  };
}

/** The parts of Worker that a crash and a goodbye need. */
export interface WorkerLike extends Endpoint {
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  addEventListener(type: 'error' | 'messageerror', listener: (event: { readonly message?: string }) => void): void;
  terminate(): void;
}

/** A worker that answers one caller. */
export interface OwnWorker<Calls extends CallsOf<Calls>> extends Pick<WorkerClient<Calls>, 'call'> {
  /** ends the worker and every open call */
  dispose(): void;
}

/**
 * Takes a worker over: a crash ends every open call with a WorkerError, and every later one.
 *
 * @param what the worker's name in such errors
 * @param onCrash told when the worker stops by itself
 */
export function takeWorker<Calls extends CallsOf<Calls>>(
  worker: WorkerLike,
  what = 'worker',
  onCrash: (error: WorkerError) => void = () => {},
): OwnWorker<Calls> {
  const client = createWorkerClient<Calls>(worker);
  const crash = ({ message }: { readonly message?: string }) => {
    const error = new WorkerError('WorkerError', `${what}: ${message || 'stopped without a message'}`);
    client.fail(error);
    onCrash(error);
  };
  worker.addEventListener('error', crash);
  worker.addEventListener('messageerror', crash);
  return {
    call: client.call,
    dispose() {
      worker.terminate();
      client.fail(new WorkerError('WorkerError', `${what}: expected to be in use, found it disposed of`));
    },
  };
}

/** A model in a Web Worker; `predictPhoto` needs a source with detectors. */
export interface FaceMeshWorker extends PhotoPredictor {
  readonly backend: BackendName;
}

/**
 * Loads a model into a worker. Its predictCrops takes the crops' buffer over; `dispose` ends the worker.
 *
 * @param worker made by the caller: `new Worker('/workers/facemesh.worker.js')`
 * @throws WorkerError when the model cannot be fetched or read; the worker is then ended
 */
export async function loadFaceMeshWorker(
  worker: WorkerLike,
  source: ModelSource,
  signal?: AbortSignal,
): Promise<FaceMeshWorker> {
  const { call, dispose } = takeWorker<Calls>(worker);
  try {
    const { card, backend } = await call('load', source, { signal });
    return {
      card,
      backend,
      predictCrops: (crops, predictSignal) =>
        call('predict', { crops }, { signal: predictSignal, transfer: [crops.buffer as ArrayBuffer] }),
      predictPhoto: (image, labelled, predictSignal) =>
        call(
          'predictPhoto',
          { image, labelled },
          { signal: predictSignal, transfer: [image.data.buffer as ArrayBuffer] },
        ),
      dispose,
    };
  } catch (error) {
    dispose();
    throw error;
  }
}
