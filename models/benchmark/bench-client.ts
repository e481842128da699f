import { detectorsUrl, sourceOf } from '../runtime/open-predictors';
import type { BackendName } from '../runtime/protocol';
import { takeWorker, type WorkerLike } from '../runtime/worker-client';
import type { Bench } from './bench';
import type { BenchCalls } from './bench-server';

/**
 * A bench in a worker of its own.
 *
 * @param worker made by the caller; ended by `dispose`, and when it cannot be loaded
 * @throws WorkerError when a model cannot be fetched, or the backend cannot be started in this browser
 */
export async function openBench(
  worker: WorkerLike,
  models: readonly string[],
  backend: BackendName,
  signal?: AbortSignal,
): Promise<Bench> {
  const { call, dispose } = takeWorker<BenchCalls>(worker);
  try {
    const sources = models.map((model) => sourceOf(model, backend));
    await call('load', { models: sources, detectorsUrl: detectorsUrl() }, { signal });
  } catch (error) {
    dispose();
    throw error;
  }
  return {
    backend,
    network: (model, batch, rounds, stop) => call('network', { model, batch, rounds }, { signal: stop }),
    detector: (mode, rounds, stop) => call('detector', { mode, rounds }, { signal: stop }),
    pipeline: (model, faces, tracks, rounds, stop) =>
      call('pipeline', { model, faces, tracks, rounds }, { signal: stop }),
    dispose,
  };
}
