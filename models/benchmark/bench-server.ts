import type { Timing } from '@/lib/contracts/benchmark';
import type { DetectorMode } from '../blazeface/modes';
import { fetchNetworks } from '../blazeface/network-files';
import { type Endpoint, serveCalls } from '../runtime/calls';
import { type Backend, fetchModel } from '../runtime/load-model';
import type { BackendName, BackendSource, ModelSource } from '../runtime/protocol';
import { type Bench, createBench } from './bench';

/** The questions that a benchmark's worker answers; each measurement is one, so that a cancel comes between two. */
export interface BenchCalls {
  readonly load: {
    readonly request: { readonly models: readonly ModelSource[]; readonly detectorsUrl: string };
    readonly response: { readonly backend: BackendName };
  };
  readonly network: {
    readonly request: { readonly model: string; readonly batch: number; readonly rounds: number };
    readonly response: Timing;
  };
  readonly detector: {
    readonly request: { readonly mode: DetectorMode; readonly rounds: number };
    readonly response: Timing;
  };
  readonly pipeline: {
    readonly request: {
      readonly model: string;
      readonly faces: number;
      readonly tracks: boolean;
      readonly rounds: number;
    };
    readonly response: Timing;
  };
}

/** @param loadKernels kernels to cut crops with, whatever the networks compute on */
export function serveBench(
  endpoint: Endpoint,
  startBackend: (source: BackendSource) => Promise<Backend>,
  loadKernels: (wasmUrl: string) => Promise<WebAssembly.Module>,
): void {
  let bench: Bench | null = null;
  const loaded = (): Bench => {
    if (!bench) throw new Error('benchmark: expected models to be loaded first, found none');
    return bench;
  };
  serveCalls<BenchCalls>(endpoint, {
    async load({ models, detectorsUrl }, signal) {
      const [files, networks] = await Promise.all([
        Promise.all(models.map((source) => fetchModel(source, signal))),
        fetchNetworks(detectorsUrl, signal),
      ]);
      const backend = await startBackend(models[0]);
      bench?.dispose();
      bench = createBench(backend, files, networks, await loadKernels(models[0].wasmUrl));
      return { backend: backend.name };
    },
    network: ({ model, batch, rounds }, signal) => loaded().network(model, batch, rounds, signal),
    detector: ({ mode, rounds }, signal) => loaded().detector(mode, rounds, signal),
    pipeline: ({ model, faces, tracks, rounds }, signal) => loaded().pipeline(model, faces, tracks, rounds, signal),
  });
}
