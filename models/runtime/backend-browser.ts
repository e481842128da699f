import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-backend-webgl';
import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { fetchKernels } from '../inference/load-browser';
import { webglAdapter, webgpuAdapter } from './gpu-adapter';
import { type Backend, kernelBackend, tensorBackend } from './load-model';
import { BACKENDS, type BackendName, type BackendSource } from './protocol';

/** Half floats, as some phones compute with, are off by pixels. */
const hasFloat32Textures = (): boolean => tf.env().getBool('WEBGL_RENDER_FLOAT32_ENABLED');

const isSuitable: Record<BackendName, () => Promise<boolean>> = {
  webgpu: async () => (await webgpuAdapter())?.isHardware ?? false,
  webgl: async () => (webglAdapter()?.isHardware ?? false) && hasFloat32Textures(),
  kernels: async () => true,
  wasm: async () => true,
};

/**
 * Starts the best of webgpu and webgl on real hardware, else our own kernels; a named backend is taken as it is.
 * Detectors compute on TensorFlow.js, in wasm beside the kernels.
 *
 * wasm runs on one thread: at this size two bring nothing, several workers bring more, and the page's
 * Content-Security-Policy need not allow the blob: workers that tfjs makes its threads of.
 *
 * @throws Error when none can be started
 */
export async function startBrowserBackend({ wasmUrl, backend }: BackendSource): Promise<Backend> {
  setWasmPaths(wasmUrl);
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  for (const name of backend ? [backend] : BACKENDS) {
    if (!backend && !(await isSuitable[name]())) continue;
    if (!(await tf.setBackend(name === 'kernels' ? 'wasm' : name))) continue;
    return name === 'kernels' ? kernelBackend(await fetchKernels(wasmUrl)) : tensorBackend(name);
  }
  throw new Error(`tfjs: expected to start ${backend ?? BACKENDS.join(', ')}, could not`);
}
