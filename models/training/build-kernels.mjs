/**
 * Compiles kernels/assembly to public/wasm/training-kernels.wasm (git-ignored) with the AssemblyScript compiler.
 *
 *   node models/training/build-kernels.mjs [--if-stale]
 */
import { mkdirSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const root = path.resolve(import.meta.dirname, '../..');
const sources = path.join(import.meta.dirname, 'kernels/assembly');
export const KERNELS_FILE = path.join(root, 'public/wasm/training-kernels.wasm');

function isFresh() {
  const built = statSync(KERNELS_FILE, { throwIfNoEntry: false });
  if (!built) return false;
  return readdirSync(sources).every((file) => statSync(path.join(sources, file)).mtimeMs <= built.mtimeMs);
}

/** @returns the path of the compiled module */
export async function buildKernels({ ifStale = false } = {}) {
  if (ifStale && isFresh()) return KERNELS_FILE;
  const { default: asc } = await import('assemblyscript/asc');
  let wasm = null;
  const { error, stderr } = await asc.main(
    [
      'index.ts',
      '--baseDir',
      sources,
      '--outFile',
      'kernels.wasm',
      '--enable',
      'simd',
      '-O3',
      '--noAssert',
      '--runtime',
      'stub',
      '--importMemory',
    ],
    {
      writeFile: (name, contents) => {
        if (name === 'kernels.wasm') wasm = contents;
      },
    },
  );
  if (error || !wasm) throw new Error(`training kernels: expected them to compile, found\n${stderr}`);
  mkdirSync(path.dirname(KERNELS_FILE), { recursive: true });
  // written beside and renamed, so that two test processes at once never read half a file
  const partial = `${KERNELS_FILE}.${process.pid}`;
  writeFileSync(partial, wasm);
  renameSync(partial, KERNELS_FILE);
  return KERNELS_FILE;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await buildKernels({ ifStale: process.argv.includes('--if-stale') });
}
