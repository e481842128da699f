import { createRequire } from 'node:module';
import path from 'node:path';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';

/** The folder of tfjs's .wasm files, with a slash at its end. */
export const wasmFolder = (): string =>
  path.join(
    path.dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json')),
    'dist',
    path.sep,
  );

/**
 * Makes wasm the backend: SIMD, one thread (tfjs has no wasm threads in Node). Writes nothing to standard output.
 *
 * @throws Error when the .wasm files cannot be loaded
 */
export async function startNodeBackend(): Promise<void> {
  if (tf.getBackend() === 'wasm') return;
  setWasmPaths(wasmFolder());
  if (!(await tf.setBackend('wasm')))
    throw new Error(`tfjs: expected .wasm files in ${wasmFolder()}, could not start them`);
}
