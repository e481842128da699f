import type { GpuBackend } from '@/models/runtime/gpu-adapter';

/** A GPU, or the wasm kernels on one core: those for tests, where no GPU is. */
export type TabBackend = GpuBackend | 'kernels';

/** What a tab trains on. */
export interface TabDevice {
  readonly backend: TabBackend;
  /** for people */
  readonly name: string;
}

/** What the page asks of the worker that trains in its tab. */
export interface TabTrainingCalls {
  /** answered when the run has come to an end; what happens meanwhile is told to the server */
  train: { readonly request: TabOrder; readonly response: TabEnd };
}

export interface TabOrder {
  /** id of the run and of the model it makes */
  readonly run: string;
  /** names this stretch of the run to the server, which takes its word only */
  readonly session: string;
  readonly backend: TabBackend;
}

export interface TabEnd {
  readonly ended: 'done' | 'finished-early' | 'stopped';
  readonly step: number;
}
