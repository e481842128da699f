/**
 * Compiles assembly/ to public/wasm/inference-kernels.wasm and, with one multiply-add instruction where the processor has
 * it, inference-kernels-relaxed.wasm (both git-ignored). Run by the build: `node models/inference/build-kernels.mjs`.
 */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import asc from 'assemblyscript/asc';

const sources = path.join(import.meta.dirname, 'assembly');
const folder = path.resolve(import.meta.dirname, '../../public/wasm');

/** @param {{ name: string, features: readonly string[] }} module */
async function compile({ name, features }) {
  let wasm = null;
  const { error, stderr } = await asc.main(
    [
      ...['index.ts', '--baseDir', sources, '--outFile', 'kernels.wasm'],
      ...features.flatMap((feature) => ['--enable', feature]),
      ...['-O3', '--noAssert', '--runtime', 'stub', '--importMemory'],
    ],
    {
      writeFile: (file, contents) => {
        if (file === 'kernels.wasm') wasm = contents;
      },
    },
  );
  if (error || !wasm) throw new Error(`inference kernels: expected them to compile, found\n${stderr}`);
  mkdirSync(folder, { recursive: true });
  // written beside and renamed, so that two processes at once never read half a file
  const partial = path.join(folder, `${name}.${process.pid}`);
  writeFileSync(partial, wasm);
  renameSync(partial, path.join(folder, name));
}

await compile({ name: 'inference-kernels.wasm', features: ['simd'] });
await compile({ name: 'inference-kernels-relaxed.wasm', features: ['simd', 'relaxed-simd'] });
