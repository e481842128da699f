import { kernelFile } from './kernels';

/**
 * The compiled kernels from the server.
 *
 * @param wasmUrl folder of the .wasm files, with a slash at its end
 * @throws Error when the server has no such file
 */
export async function fetchKernels(wasmUrl: string): Promise<WebAssembly.Module> {
  const url = `${wasmUrl}${kernelFile()}`;
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: expected status 200, found ${response.status}`);
  return WebAssembly.compile(await response.arrayBuffer());
}
