import { readFile } from 'node:fs/promises';
import path from 'node:path';

const KERNELS_FILE = path.resolve(import.meta.dirname, '../../../public/wasm/training-kernels.wasm');

/** The compiled kernels of build-kernels.mjs. @throws Error in one line when they were not built */
export async function loadKernels(file = KERNELS_FILE): Promise<WebAssembly.Module> {
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = new Uint8Array(await readFile(file));
  } catch (cause) {
    throw new Error(
      'training: expected public/wasm/training-kernels.wasm, found none; run node models/training/build-kernels.mjs',
      { cause },
    );
  }
  return WebAssembly.compile(bytes);
}
