import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { kernelFile } from './kernels';

/** The compiled kernels of build-kernels.mjs. @throws Error in one line when they were not built */
export async function loadKernels(file = kernelFile()): Promise<WebAssembly.Module> {
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = new Uint8Array(await readFile(path.resolve(import.meta.dirname, '../../public/wasm', file)));
  } catch (cause) {
    throw new Error(
      `inference: expected public/wasm/${file}, found none; run node models/inference/build-kernels.mjs`,
      { cause },
    );
  }
  return WebAssembly.compile(bytes);
}
