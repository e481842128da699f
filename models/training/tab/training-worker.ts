/** The Web Worker that trains in a tab; bundled on its own into public/workers by build-workers.mjs. */
import { type Endpoint, serveCalls } from '@/models/runtime/calls';
import { WasmEngine } from '../engine/wasm-engine';
import { fetchTrainingKernels } from '../kernels/load-browser';
import { PIXEL_RANGE } from '../replica';
import { startGpuEngine } from './gpu-engine';
import { httpSets } from './http-sets';
import type { TabTrainingCalls } from './protocol';
import { trainInTab } from './train-in-tab';

serveCalls<TabTrainingCalls>(globalThis as unknown as Endpoint, {
  train: (order) =>
    trainInTab(order, {
      sets: httpSets,
      fetchKernels: fetchTrainingKernels,
      startEngine: async ({ backend }, kernels) =>
        backend === 'kernels'
          ? (config, images) => new WasmEngine(kernels, config, images, PIXEL_RANGE)
          : startGpuEngine(backend, kernels),
    }),
});
