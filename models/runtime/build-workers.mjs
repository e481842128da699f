/**
 * Bundles the Web Workers into public/workers, one file each that no other bundler touches, and puts tfjs's .wasm files
 * into public/wasm. Run by the build: `node models/runtime/build-workers.mjs`.
 */
import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
const tfjsWasm = path.join(
  path.dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json')),
  'dist',
);

const wasmFolder = path.join(root, 'public/wasm');
await mkdir(wasmFolder, { recursive: true });
for (const name of await readdir(tfjsWasm)) {
  if (name.endsWith('.wasm')) await copyFile(path.join(tfjsWasm, name), path.join(wasmFolder, name));
}

await build({
  absWorkingDir: root,
  entryPoints: {
    'facemesh.worker': 'models/runtime/worker.ts',
    'live.worker': 'models/live/live-worker.ts',
    'detector.worker': 'models/live/detector-worker.ts',
    'bench.worker': 'models/benchmark/bench-worker.ts',
    'drawing.worker': 'models/runtime/drawing-worker.ts',
    'gpu.worker': 'models/runtime/gpu-worker.ts',
    'training.worker': 'models/training/tab/training-worker.ts',
  },
  outdir: 'public/workers',
  bundle: true,
  platform: 'browser',
  format: 'iife',
  target: 'es2022',
  minifyWhitespace: true,
  // tfjs-backend-wasm starts its threads from Function.prototype.toString(): renamed or rewritten code breaks them
  minifyIdentifiers: false,
  minifySyntax: false,
  legalComments: 'none',
  logLevel: 'warning',
  define: { 'process.env.NODE_ENV': '"production"' },
});
