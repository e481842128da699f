/**
 * The Web Worker that asks for GPUs: a first WebGL context may hold its thread up for a second. Bundled on its own into
 * public/workers by build-workers.mjs.
 */
import { type Endpoint, serveCalls } from './calls';
import { findGpus, type GpuCalls } from './gpu-adapter';

serveCalls<GpuCalls>(globalThis as unknown as Endpoint, { find: findGpus });
