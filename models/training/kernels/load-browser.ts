import { fetchOk } from '@/lib/request';

/** The compiled kernels of build-kernels.mjs from this application's server. @throws RequestError when it has none */
export async function fetchTrainingKernels(): Promise<WebAssembly.Module> {
  const response = await fetchOk('/wasm/training-kernels.wasm');
  return WebAssembly.compile(await response.arrayBuffer());
}
