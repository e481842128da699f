import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import type { WorkerSetup } from './messages';

const WORKER = path.join(import.meta.dirname, 'worker.ts');

/** worker.ts and all it imports as one script, so that a thread needs no TypeScript loader of its own. */
export async function bundleWorker(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [WORKER],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'silent',
  });
  return outputFiles[0].text;
}

/** @param worker a bundled worker's file, or its text from bundleWorker */
export const startWorker = (worker: URL | string, setup: WorkerSetup): Worker =>
  new Worker(worker, { workerData: setup, eval: typeof worker === 'string', execArgv: [] });
