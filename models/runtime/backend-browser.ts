import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-backend-webgl';
import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { fetchKernels } from '../inference/load-browser';
import { type Backend, kernelBackend, tensorBackend } from './load-model';
import { BACKENDS, type BackendName, type BackendSource } from './protocol';

/** Names of drivers that draw on the CPU: slower at this than wasm by ten times and more. */
const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render|lavapipe/i;

// the page's types know no WebGPU: only what is asked of it here
interface Adapter {
  readonly isFallbackAdapter?: boolean;
  readonly info?: {
    readonly isFallbackAdapter?: boolean;
    readonly description?: string;
    readonly architecture?: string;
  };
}
type WithGpu = { readonly gpu?: { requestAdapter(): Promise<Adapter | null> } };

async function hasWebgpuHardware(): Promise<boolean> {
  const adapter = await (navigator as WithGpu).gpu?.requestAdapter().catch(() => null);
  if (!adapter) return false;
  const { info } = adapter;
  return !(
    adapter.isFallbackAdapter ||
    info?.isFallbackAdapter ||
    SOFTWARE.test(`${info?.description} ${info?.architecture}`)
  );
}

async function hasWebglHardware(): Promise<boolean> {
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2', { failIfMajorPerformanceCaveat: true });
  if (!gl) return false;
  const details = gl.getExtension('WEBGL_debug_renderer_info');
  const renderer = details ? String(gl.getParameter(details.UNMASKED_RENDERER_WEBGL)) : '';
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return !SOFTWARE.test(renderer);
}

/** Half floats, as some phones compute with, are off by pixels. */
const hasFloat32Textures = (): boolean => tf.env().getBool('WEBGL_RENDER_FLOAT32_ENABLED');

const isSuitable: Record<BackendName, () => Promise<boolean>> = {
  webgpu: hasWebgpuHardware,
  webgl: async () => (await hasWebglHardware()) && hasFloat32Textures(),
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
